namespace ConvNotebooks;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">The tensors by name.</param>
/// <param name="Metadata">Texts by name.</param>
public sealed record SafetensorsFile(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
