namespace ConvNotebooks.Interactive;

/// <summary>
/// The worked examples of Stanford's CS231n notes "Convolutional Networks" (cs231n.github.io/convolutional-networks), in the
/// order of the page: what the rows of the notebooks count.
/// </summary>
public static class WorkedExamples
{
    /// <summary>A short name for each example; the first is example 1.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "A fully-connected neuron on 32x32x3",
        "A fully-connected neuron on 200x200x3",
        "The CIFAR-10 network INPUT - CONV - RELU - POOL - FC",
        "A typical first filter; 12 filters give 12 maps",
        "Which layers have parameters and hyperparameters",
        "Local connectivity, example 1: 5x5 on 32x32x3",
        "Local connectivity, example 2: 3x3 on 16x16x20",
        "The depth column of the figure",
        "Krizhevsky's first layer: 55x55x96",
        "Without parameter sharing",
        "With parameter sharing",
        "Gradients added up over a depth slice",
        "Locally-connected layers",
        "The figure of learned filters",
        "The figure of activations, a column for each layer",
        "3x3 on 7x7 at stride 1 and 2",
        "The one-dimensional figure, padding 1",
        "The one-dimensional figure, no padding",
        "The one-dimensional figure at stride 3",
        "Constraints on strides: W = 10, F = 3, S = 2",
        "224 pixels, F = 11, S = 4",
        "Pooling 3x3 at stride 2 on 32 pixels",
        "Padding that keeps the size",
        "The common setting F = 3, S = 1, P = 1",
        "Input sizes divisible by 2 many times",
        "Depth columns and slices in NumPy",
        "The NumPy example: the first map",
        "The NumPy example: the second map",
        "The summary of the convolutional layer",
        "The convolution demo",
        "Convolution as matrix multiplication (im2col)",
        "The backward pass of a convolution",
        "1x1 convolution",
        "Dilated convolution in one dimension",
        "Receptive fields of stacked 3x3 filters",
        "The summary of the pooling layer",
        "The pooling figure: 224x224x64",
        "The max-pooling figure",
        "Average and L2-norm pooling",
        "The backward pass of max pooling",
        "Getting rid of pooling",
        "CONV as FC",
        "FC as CONV",
        "Sliding a ConvNet over a larger image",
        "A smaller stride by several passes",
        "The pattern of layers",
        "One 7x7 layer or three of 3x3",
        "Three volumes of 224x224x64",
        "Compromises in the first layer",
        "VGG-16, layer by layer",
        "The case studies",
        "Where the memory goes",
    ];
}
