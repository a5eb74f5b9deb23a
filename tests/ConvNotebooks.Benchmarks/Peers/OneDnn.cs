using System.Runtime.InteropServices;

namespace ConvNotebooks.Benchmarks;

/// <summary>The part of oneDNN 2.x's C interface that a convolution needs; descriptors are kept as opaque memory.</summary>
internal static unsafe partial class OneDnn
{
    public const int ForwardInference = 96, BackwardData = 160, BackwardWeights = 192;
    public const int AlgorithmAuto = 3, Float32 = 3, AnyFormat = 1;
    public const int QuerySource = 129, QueryDiffSource = 130, QueryWeights = 131, QueryDiffWeights = 132, QueryDestination = 133, QueryDiffDestination = 134;
    public const int Source = 1, Destination = 17, Weights = 33, Bias = 41;
    public const int DiffSource = 129, DiffDestination = 145, DiffWeights = 161, DiffBias = 169;

    /// <summary>More bytes than a memory or an operation descriptor has.</summary>
    public const int DescriptorBytes = 64 * 1024;

    private const string Library = "libdnnl.so.2";

    [LibraryImport(Library, EntryPoint = "dnnl_version")]
    public static partial VersionInfo* Version();

    [LibraryImport("libgomp.so.1", EntryPoint = "omp_set_num_threads")]
    public static partial void SetThreads(int threads);

    [LibraryImport(Library, EntryPoint = "dnnl_engine_create")]
    public static partial int CreateEngine(out nint engine, int kind, nuint index);

    [LibraryImport(Library, EntryPoint = "dnnl_stream_create")]
    public static partial int CreateStream(out nint stream, nint engine, uint flags);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_init_by_tag")]
    public static partial int DescribeAny(void* descriptor, int axes, long* sizes, int type, int tag);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_init_by_strides")]
    public static partial int DescribeStrided(void* descriptor, int axes, long* sizes, int type, long* strides);

    [LibraryImport(Library, EntryPoint = "dnnl_dilated_convolution_forward_desc_init")]
    public static partial int DescribeForward(void* operation, int kind, int algorithm, void* source, void* weights, void* bias,
        void* destination, long* strides, long* dilations, long* padBefore, long* padAfter);

    [LibraryImport(Library, EntryPoint = "dnnl_dilated_convolution_backward_data_desc_init")]
    public static partial int DescribeBackwardData(void* operation, int algorithm, void* diffSource, void* weights,
        void* diffDestination, long* strides, long* dilations, long* padBefore, long* padAfter);

    [LibraryImport(Library, EntryPoint = "dnnl_dilated_convolution_backward_weights_desc_init")]
    public static partial int DescribeBackwardWeights(void* operation, int algorithm, void* source, void* diffWeights, void* diffBias,
        void* diffDestination, long* strides, long* dilations, long* padBefore, long* padAfter);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_create")]
    public static partial int CreatePrimitiveDescriptor(out nint descriptor, void* operation, nint attributes, nint engine, nint hint);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_query_md")]
    public static partial void* Query(nint descriptor, int what, int index);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_create")]
    public static partial int CreatePrimitive(out nint primitive, nint descriptor);

    [LibraryImport(Library, EntryPoint = "dnnl_reorder_primitive_desc_create")]
    public static partial int CreateReorderDescriptor(out nint descriptor, void* from, nint fromEngine, void* to, nint toEngine, nint attributes);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_equal")]
    public static partial int AreEqual(void* a, void* b);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_create")]
    public static partial int CreateMemory(out nint memory, void* descriptor, nint engine, nint handle);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_destroy")]
    public static partial int DestroyMemory(nint memory);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_execute")]
    public static partial int Execute(nint primitive, nint stream, int count, Argument* arguments);

    [LibraryImport(Library, EntryPoint = "dnnl_stream_wait")]
    public static partial int Wait(nint stream);

    /// <summary>Throws where a call did not succeed.</summary>
    public static void Check(int status)
    {
        if (status != 0)
            throw new InvalidOperationException($"oneDNN: a call answered with status {status}; 0 was needed.");
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct VersionInfo
    {
        public int Major, Minor, Patch;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Argument
    {
        public int Kind;
        public nint Memory;
    }
}
