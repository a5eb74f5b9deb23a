using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// The only place that asks which vector width the machine has. A routine is written once, over <see cref="ILanes{V}"/>,
/// and started through <see cref="Start{TRoutine}"/>; every width gives the same bits.
/// </summary>
internal static class Lanes
{
    private static int bits = WidestHere();

    /// <summary>Bits of a vector as routines use it now: 512, 256, 128, or 0 for one number at a time.</summary>
    public static int Bits => bits;

    /// <summary>Vector registers of this machine at 128 and 256 bits; always 32 at 512.</summary>
    public static int NarrowRegisters { get; } = Avx512F.VL.IsSupported || AdvSimd.IsSupported ? 32 : 16;

    /// <summary>Runs a routine at the width of the machine, or the forced one.</summary>
    public static void Start<TRoutine>(in TRoutine routine)
        where TRoutine : IRoutine
    {
        switch (bits)
        {
            case 512:
                routine.Run<Lanes512, Vector512<float>>();
                break;
            case 256:
                routine.Run<Lanes256, Vector256<float>>();
                break;
            case 128:
                routine.Run<Lanes128, Vector128<float>>();
                break;
            default:
                routine.Run<Lanes1, float>();
                break;
        }
    }

    /// <summary>Makes all routines use another width until the result is disposed; widths that are missing are emulated.</summary>
    internal static IDisposable Force(int width)
    {
        var before = bits;
        bits = width is 512 or 256 or 128 or 0 ? width : throw new ArgumentOutOfRangeException(nameof(width));
        return new Restore(before);
    }

    /// <summary>One line on what this machine computes with.</summary>
    public static string Describe(int threads) => FormattableString.Invariant(
        $"{(bits == 0 ? "scalar" : $"{bits}-bit vectors")} on {RuntimeInformation.ProcessArchitecture}, {threads} of {Environment.ProcessorCount} processors");

    // On x64 a width counts only with fused multiply-add in hardware: without it every width is as slow as one number at a time.
    private static int WidestHere() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;

    private sealed class Restore(int before) : IDisposable
    {
        public void Dispose() => bits = before;
    }
}

/// <summary>A routine that runs at any vector width.</summary>
internal interface IRoutine
{
    void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged;
}
