"""How the neuron learns."""
