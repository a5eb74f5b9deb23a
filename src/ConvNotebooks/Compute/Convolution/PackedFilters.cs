namespace ConvNotebooks.Routines;

/// <summary>
/// Filters in the order the routines read them. Made from the weights by <see cref="Conv2dAlgorithms.Pack"/>, kept by the
/// caller for as long as the weights stay as they are; any number of threads may read it.
/// </summary>
internal sealed class PackedFilters
{
}
