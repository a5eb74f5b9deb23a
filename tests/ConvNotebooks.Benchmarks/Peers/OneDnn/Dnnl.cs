using System.Runtime.InteropServices;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// The part of oneDNN 2's C API that a convolution needs. Descriptors are plain structures whose sizes are fixed within
/// version 2 (dnnl_types.h of 2.6: memory descriptor 696 bytes, convolution descriptor 5976); here they are buffers that only
/// the library fills in. Constants are those of dnnl_types.h.
/// </summary>
internal static unsafe partial class Dnnl
{
    public const int MemoryDescriptorBytes = 696, ConvolutionDescriptorBytes = 5976;
    public const int ForwardTraining = 64, ForwardInference = 96, Direct = 1, Float = 3, Cpu = 1, InOrder = 1;
    public const int AnyLayout = 1, A = 2, Nchw = 5, Goihw = 7;
    public const int QueryName = 8, QuerySource = 129, QuerySourceGradient = 130, QueryWeights = 131, QueryWeightsGradient = 132,
        QueryDestination = 133, QueryDestinationGradient = 134;

    public const int Source = 1, Destination = 17, Weights = 33, Bias = 41, SourceGradient = 129, DestinationGradient = 145,
        WeightsGradient = 161;

    private const string Library = "libdnnl.so.2";

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Argument(int Kind, nint Memory);

    [StructLayout(LayoutKind.Sequential)]
    public readonly struct VersionNumber
    {
        public readonly int Major, Minor, Patch;
    }

    [LibraryImport(Library, EntryPoint = "dnnl_version")]
    public static partial VersionNumber* Version();

    [LibraryImport(Library, EntryPoint = "dnnl_engine_create")]
    public static partial int CreateEngine(out nint engine, int kind, nuint index);

    [LibraryImport(Library, EntryPoint = "dnnl_engine_destroy")]
    public static partial int DestroyEngine(nint engine);

    [LibraryImport(Library, EntryPoint = "dnnl_stream_create")]
    public static partial int CreateStream(out nint stream, nint engine, uint flags);

    [LibraryImport(Library, EntryPoint = "dnnl_stream_wait")]
    public static partial int Wait(nint stream);

    [LibraryImport(Library, EntryPoint = "dnnl_stream_destroy")]
    public static partial int DestroyStream(nint stream);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_init_by_tag")]
    public static partial int Describe(byte* descriptor, int dimensions, long* sizes, int type, int layout);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_equal")]
    public static partial int Equal(byte* left, byte* right);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_get_size")]
    public static partial nuint Size(byte* descriptor);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_create")]
    public static partial int CreateMemory(out nint memory, byte* descriptor, nint engine, void* data);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_destroy")]
    public static partial int DestroyMemory(nint memory);

    [LibraryImport(Library, EntryPoint = "dnnl_reorder_primitive_desc_create")]
    public static partial int DescribeReorder(out nint primitive, byte* from, nint fromEngine, byte* to, nint toEngine, nint attributes);

    [LibraryImport(Library, EntryPoint = "dnnl_dilated_convolution_forward_desc_init")]
    public static partial int DescribeForward(byte* convolution, int kind, int algorithm, byte* source, byte* weights, byte* bias,
        byte* destination, long* strides, long* dilations, long* padBefore, long* padAfter);

    [LibraryImport(Library, EntryPoint = "dnnl_dilated_convolution_backward_data_desc_init")]
    public static partial int DescribeInputGradient(byte* convolution, int algorithm, byte* sourceGradient, byte* weights,
        byte* destinationGradient, long* strides, long* dilations, long* padBefore, long* padAfter);

    [LibraryImport(Library, EntryPoint = "dnnl_dilated_convolution_backward_weights_desc_init")]
    public static partial int DescribeFilterGradient(byte* convolution, int algorithm, byte* source, byte* weightsGradient,
        byte* biasGradient, byte* destinationGradient, long* strides, long* dilations, long* padBefore, long* padAfter);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_create")]
    public static partial int CreateDescription(out nint description, byte* operation, nint attributes, nint engine, nint forwardHint);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_query_md")]
    public static partial byte* QueryMemory(nint description, int what, int index);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_query")]
    public static partial int Query(nint description, int what, int index, out nint result);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_destroy")]
    public static partial int DestroyDescription(nint description);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_create")]
    public static partial int CreatePrimitive(out nint primitive, nint description);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_execute")]
    public static partial int Execute(nint primitive, nint stream, int count, Argument* arguments);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_destroy")]
    public static partial int DestroyPrimitive(nint primitive);

    /// <summary>How many threads the calling thread's parallel regions use: Debian's oneDNN runs on GNU OpenMP.</summary>
    [LibraryImport("libgomp.so.1", EntryPoint = "omp_set_num_threads")]
    public static partial void SetThreads(int threads);

    /// <summary>Throws where a call did not succeed.</summary>
    public static void Check(int status, string what)
    {
        if (status != 0)
            throw new InvalidOperationException($"oneDNN: {what} ended with status {status} (3 is: not implemented for this shape).");
    }
}
