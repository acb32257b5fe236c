"""How the neuron learns. Start with `training`: the lesson."""
