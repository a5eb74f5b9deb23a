namespace ConvNotebooks.Routines;

/// <summary>
/// Moves activations between a tensor's layout (N C H W) and the one inside a network (blocks of 16 channels side by side,
/// <see cref="ActivationLayout.Nchw16c"/>). Channels that are absent from the last block are 0.
/// </summary>
internal static unsafe class BlockedActivations
{
    private const int Block = PackedFilters.Block;

    /// <summary>Numbers of a blocked volume.</summary>
    public static long Length(int batch, int channels, int plane) => (long)batch * Blocks(channels) * Block * plane;

    /// <summary>Numbers of a volume in either layout.</summary>
    public static nint Length(ActivationLayout layout, int batch, int channels, int plane) =>
        layout == ActivationLayout.Nchw16c ? (nint)Length(batch, channels, plane) : (nint)batch * channels * plane;

    public static int Blocks(int channels) => (channels + Block - 1) / Block;

    public static void FromTensor(int batch, int channels, int plane, float* x, float* blocked) =>
        Move(batch, channels, plane, x, blocked, &ToBlock);

    /// <summary>Activations in blocks: as they are, or brought there, into memory that is this thread's until it asks again for that use.</summary>
    public static float* InBlocks(int batch, int channels, int plane, float* x, ActivationLayout layout, Scratch.Use use)
    {
        if (layout == ActivationLayout.Nchw16c)
            return x;
        var blocked = Scratch.Floats(Length(batch, channels, plane), use);
        FromTensor(batch, channels, plane, x, blocked);
        return blocked;
    }

    public static void ToTensor(int batch, int channels, int plane, float* blocked, float* y) =>
        Move(batch, channels, plane, y, blocked, &FromBlock);

    /// <summary>Brings pixels of up to 16 planes, which begin a plane's length apart, into one block.</summary>
    public static void ToBlock(float* tensor, int plane, int channels, int pixels, float* blocked)
    {
        // The planes of a block are the rows of a matrix that is turned, a stretch of pixels at a time.
        const int Stretch = 256;

        // Planes that share a set of the nearest cache have lines of memory beginning at the same pixels: none is read twice.
        var line = (int)((nuint)tensor / sizeof(float) % Block);
        for (var (pixel, stretch) = (0, Stretch - line); pixel < pixels; pixel += stretch, tensor += stretch, blocked += stretch * Block, stretch = Stretch)
        {
            var count = Math.Min(stretch, pixels - pixel);
            if (channels < Block)
                new Span<float>(blocked, count * Block).Clear();
            Turn(tensor, plane, channels, line, count, blocked);
            line = 0;
        }
    }

    private static void Move(int batch, int channels, int plane, float* tensor, float* blocked, delegate*<void*, int, void> part)
    {
        var job = new Job { Channels = channels, Plane = plane, Tensor = tensor, Blocked = blocked };
        Workers.For(batch * Blocks(channels), part, &job, Length(batch, channels, plane));
    }

    private static void FromBlock(void* state, int part)
    {
        var job = (Job*)state;
        Transpose.ToPlanes(job->BlockStart(part), Block, job->Plane, job->Present(part), job->TensorStart(part), job->Plane);
    }

    private static void ToBlock(void* state, int part)
    {
        var job = (Job*)state;
        ToBlock(job->TensorStart(part), job->Plane, job->Present(part), job->Plane, job->BlockStart(part));
    }

    private static void Turn(float* tensor, int plane, int present, int line, int pixels, float* blocked)
    {
        var first = line == 0 ? 0 : Math.Min(Block - line, pixels);
        Transpose.ToPlanes(tensor, plane, present, first, blocked, Block);
        Transpose.ToPlanes(tensor + first, plane, present, pixels - first, blocked + first * Block, Block);
    }

    private struct Job
    {
        public int Channels, Plane;
        public float* Tensor, Blocked;

        public readonly float* TensorStart(int part) =>
            Tensor + ((nint)(part / Blocks(Channels)) * Channels + part % Blocks(Channels) * Block) * Plane;

        public readonly float* BlockStart(int part) => Blocked + (nint)part * Block * Plane;

        public readonly int Present(int part) => Math.Min(Block, Channels - part % Blocks(Channels) * Block);
    }
}
