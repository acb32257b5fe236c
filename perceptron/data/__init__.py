"""What the neuron learns from: any file (`reading`, `choosing`) or a recipe (`generator`) becomes numbers that were
looked at once (`dataset`), with some rows kept from training where that is wanted (`held_out`).
"""
