namespace ConvNotebooks;

/// <summary>A tensor to be learned, with the gradient of the loss with respect to it.</summary>
/// <param name="Name">Its name, one of a kind: <c>conv1.weights</c>. The optimizer's state is kept and saved under it.</param>
/// <param name="Value">The values; an optimizer changes them.</param>
/// <param name="Gradient">The gradient, of the same axes.</param>
/// <param name="Decays">Whether weight decay applies to it; biases and scales usually go without.</param>
public readonly record struct LearnedTensor(string Name, Tensor Value, Tensor Gradient, bool Decays = true);
