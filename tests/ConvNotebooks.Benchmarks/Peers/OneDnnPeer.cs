using System.Diagnostics;
using System.Runtime.InteropServices;
using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// oneDNN from Debian's libdnnl2, layouts left to it and weights prepared once: with reorders from and to N C H W in every
/// call, and, as inside a network, without them.
/// </summary>
internal sealed unsafe class OneDnnPeer : IPeer
{
    public string Name => "onednn";

    public string? Version { get; } = Find();

    public IEnumerable<IContestant> Prepare(ConvCase c)
    {
        yield return new Convolution(c, inNetwork: false);
        yield return new Convolution(c, inNetwork: true);
    }

    public void Dispose()
    {
    }

    private static string? Find()
    {
        try
        {
            var version = OneDnn.Version();
            return version->Major == 2 ? $"{version->Major}.{version->Minor}.{version->Patch}" : null;
        }
        catch (DllNotFoundException)
        {
            return null;
        }
    }

    private sealed class Convolution : IContestant
    {
        private readonly ConvCase c;
        private readonly nint engine, stream;
        private readonly List<(nint Primitive, OneDnn.Argument[] Arguments)> steps = [];
        private readonly List<GCHandle> pins = [];
        private readonly List<nint> memories = [];
        private readonly float[] result;

        public Convolution(ConvCase c, bool inNetwork)
        {
            (this.c, InNetwork, result) = (c, inNetwork, new float[c.ResultLength]);
            OneDnn.SetThreads(c.Threads);
            OneDnn.Check(OneDnn.CreateEngine(out engine, 1, 0));
            OneDnn.Check(OneDnn.CreateStream(out stream, engine, 1));
            var p = c.Problem;
            long[] x = [p.Batch, p.Channels, p.Height, p.Width], y = [p.Batch, p.Filters, p.OutHeight, p.OutWidth], b = [p.Filters];
            long[] w = p.Groups == 1
                ? [p.Filters, p.Channels, p.FilterHeight, p.FilterWidth]
                : [p.Groups, p.GroupFilters, p.GroupChannels, p.FilterHeight, p.FilterWidth];
            var descriptor = Describe(p, x, w, b, y);
            OneDnn.Check(OneDnn.CreatePrimitive(out var primitive, descriptor));

            // Inputs that do not change are reordered once; activations in every call, or once for the in-network form.
            switch (c.Pass)
            {
                case Pass.Forward:
                    var source = Input(OneDnn.Query(descriptor, OneDnn.QuerySource, 0), x, c.Input, once: inNetwork);
                    var weights = Input(OneDnn.Query(descriptor, OneDnn.QueryWeights, 0), w, c.Filters, once: true);
                    var bias = Input(OneDnn.Query(descriptor, OneDnn.QueryWeights, 1), b, c.Biases, once: true);
                    Compute(primitive, OneDnn.Query(descriptor, OneDnn.QueryDestination, 0), y, OneDnn.Destination,
                        (OneDnn.Source, source), (OneDnn.Weights, weights), (OneDnn.Bias, bias));
                    break;
                case Pass.InputGradient:
                    var gradient = Input(OneDnn.Query(descriptor, OneDnn.QueryDiffDestination, 0), y, c.OutputGradient, once: inNetwork);
                    var filters = Input(OneDnn.Query(descriptor, OneDnn.QueryWeights, 0), w, c.Filters, once: true);
                    Compute(primitive, OneDnn.Query(descriptor, OneDnn.QueryDiffSource, 0), x, OneDnn.DiffSource,
                        (OneDnn.DiffDestination, gradient), (OneDnn.Weights, filters));
                    break;
                default:
                    var seen = Input(OneDnn.Query(descriptor, OneDnn.QuerySource, 0), x, c.Input, once: inNetwork);
                    var error = Input(OneDnn.Query(descriptor, OneDnn.QueryDiffDestination, 0), y, c.OutputGradient, once: inNetwork);
                    Compute(primitive, OneDnn.Query(descriptor, OneDnn.QueryDiffWeights, 0), w, OneDnn.DiffWeights,
                        (OneDnn.Source, seen), (OneDnn.DiffDestination, error));
                    break;
            }
        }

        public string Name => "onednn";

        public bool InNetwork { get; }

        public double Run(int times)
        {
            OneDnn.SetThreads(c.Threads);
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < times; i++)
            {
                foreach (var (primitive, arguments) in steps)
                    Execute(primitive, arguments);
            }

            OneDnn.Check(OneDnn.Wait(stream));
            return clock.Elapsed.TotalSeconds;
        }

        public float[]? Result() => InNetwork ? null : result;

        public void Dispose()
        {
            foreach (var memory in memories)
                OneDnn.Check(OneDnn.DestroyMemory(memory));
            foreach (var pin in pins)
                pin.Free();
        }

        private nint Describe(in ConvProblem p, long[] x, long[] w, long[] b, long[] y)
        {
            long[] strides = [p.StrideH, p.StrideW], dilations = [p.DilationH - 1, p.DilationW - 1], before = [p.PadTop, p.PadLeft];
            long[] after =
            [
                (p.OutHeight - 1) * p.StrideH + (p.FilterHeight - 1) * p.DilationH + 1 - p.Height - p.PadTop,
                (p.OutWidth - 1) * p.StrideW + (p.FilterWidth - 1) * p.DilationW + 1 - p.Width - p.PadLeft,
            ];
            var operation = stackalloc byte[OneDnn.DescriptorBytes];
            void* source = Any(x), weights = Any(w), bias = Any(b), destination = Any(y);
            fixed (long* s = strides, d = dilations, l = before, r = after)
            {
                OneDnn.Check(c.Pass switch
                {
                    Pass.Forward => OneDnn.DescribeForward(operation, OneDnn.ForwardInference, OneDnn.AlgorithmAuto, source, weights, bias, destination, s, d, l, r),
                    Pass.InputGradient => OneDnn.DescribeBackwardData(operation, OneDnn.AlgorithmAuto, source, weights, destination, s, d, l, r),
                    _ => OneDnn.DescribeBackwardWeights(operation, OneDnn.AlgorithmAuto, source, weights, null, destination, s, d, l, r),
                });
                nint hint = 0;
                if (c.Pass != Pass.Forward)
                {
                    var forward = stackalloc byte[OneDnn.DescriptorBytes];
                    OneDnn.Check(OneDnn.DescribeForward(forward, 64, OneDnn.AlgorithmAuto, source, weights, null, destination, s, d, l, r));
                    OneDnn.Check(OneDnn.CreatePrimitiveDescriptor(out hint, forward, 0, engine, 0));
                }

                OneDnn.Check(OneDnn.CreatePrimitiveDescriptor(out var descriptor, operation, 0, engine, hint));
                return descriptor;
            }
        }

        private static void* Any(long[] sizes)
        {
            var descriptor = NativeMemory.AllocZeroed(OneDnn.DescriptorBytes);
            fixed (long* axes = sizes)
                OneDnn.Check(OneDnn.DescribeAny(descriptor, sizes.Length, axes, OneDnn.Float32, OneDnn.AnyFormat));
            return descriptor;
        }

        private static void* Plain(long[] sizes)
        {
            var descriptor = NativeMemory.AllocZeroed(OneDnn.DescriptorBytes);
            var strides = new long[sizes.Length];
            for (var (i, stride) = (sizes.Length - 1, 1L); i >= 0; stride *= sizes[i--])
                strides[i] = stride;
            fixed (long* axes = sizes, steps = strides)
                OneDnn.Check(OneDnn.DescribeStrided(descriptor, sizes.Length, axes, OneDnn.Float32, steps));
            return descriptor;
        }

        private nint Memory(void* descriptor, float[]? values)
        {
            nint handle = -1; // Allocated by oneDNN.
            if (values is not null)
            {
                var pin = GCHandle.Alloc(values, GCHandleType.Pinned);
                pins.Add(pin);
                handle = pin.AddrOfPinnedObject();
            }

            OneDnn.Check(OneDnn.CreateMemory(out var memory, descriptor, engine, handle));
            memories.Add(memory);
            return memory;
        }

        private nint Input(void* wanted, long[] sizes, float[] values, bool once)
        {
            var plain = Plain(sizes);
            var memory = Memory(plain, values);
            if (OneDnn.AreEqual(plain, wanted) != 0)
                return memory;
            var reordered = Memory(wanted, null);
            var step = Reorder(plain, memory, wanted, reordered);
            if (once)
                Execute(step.Primitive, step.Arguments);
            else
                steps.Add(step);
            return reordered;
        }

        private void Compute(nint primitive, void* made, long[] sizes, int kind, params (int Kind, nint Memory)[] inputs)
        {
            var plain = Plain(sizes);
            var direct = !InNetwork && OneDnn.AreEqual(plain, made) != 0;
            var output = Memory(made, direct ? result : null);
            steps.Add((primitive, [.. inputs.Append((kind, output)).Select(a => new OneDnn.Argument { Kind = a.Item1, Memory = a.Item2 })]));
            if (!direct && !InNetwork)
                steps.Add(Reorder(made, output, plain, Memory(plain, result)));
        }

        private (nint Primitive, OneDnn.Argument[] Arguments) Reorder(void* from, nint source, void* to, nint destination)
        {
            OneDnn.Check(OneDnn.CreateReorderDescriptor(out var descriptor, from, engine, to, engine, 0));
            OneDnn.Check(OneDnn.CreatePrimitive(out var primitive, descriptor));
            return (primitive, [new() { Kind = OneDnn.Source, Memory = source }, new() { Kind = OneDnn.Destination, Memory = destination }]);
        }

        private void Execute(nint primitive, OneDnn.Argument[] arguments)
        {
            fixed (OneDnn.Argument* first = arguments)
                OneDnn.Check(OneDnn.Execute(primitive, stream, arguments.Length, first));
        }
    }
}
