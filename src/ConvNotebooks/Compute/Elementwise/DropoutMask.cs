using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Draws a dropout mask: number i is 0 where the i-th 32 random bits of a Philox stream are below a threshold, and the scale
/// elsewhere. Any place of a stream is reached at once, so the parts of the work are drawn on several threads.
/// </summary>
internal static unsafe class DropoutMask
{
    private const int PartLength = 4096;

    /// <summary>Draws a mask.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">Which of the seed's streams.</param>
    /// <param name="rate">The share of zeros, at least 0 and below 1.</param>
    /// <param name="mask">Overwritten.</param>
    public static void Draw(ulong seed, ulong stream, double rate, float[] mask)
    {
        fixed (float* to = mask)
        {
            var job = new Job
            {
                Seed = seed,
                Stream = stream,
                Threshold = (uint)(rate * 4294967296.0),
                Scale = (float)(1 / (1 - rate)),
                Mask = to,
                Length = mask.Length,
            };
            Workers.For((mask.Length + PartLength - 1) / PartLength, &Part, &job, 16L * mask.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(void* state, int part)
    {
        var job = (Job*)state;
        var end = Math.Min(job->Length, (part + 1) * PartLength);
        Span<uint> bits = stackalloc uint[4];
        for (var i = part * PartLength; i < end; i += 4)
        {
            SeededRandom.Philox((uint)(i / 4), 0, (uint)job->Stream, (uint)(job->Stream >> 32), (uint)job->Seed, (uint)(job->Seed >> 32), bits);
            for (var j = 0; j < Math.Min(4, end - i); j++)
                job->Mask[i + j] = bits[j] < job->Threshold ? 0 : job->Scale;
        }
    }

    private struct Job
    {
        public ulong Seed, Stream;
        public uint Threshold;
        public float Scale;
        public float* Mask;
        public int Length;
    }
}
