"""What the neuron learns from."""
