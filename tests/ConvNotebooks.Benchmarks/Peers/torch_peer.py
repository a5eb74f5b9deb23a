"""Computes convolutions with PyTorch for the benchmark: commands come on standard input, one a line.

  version                                    -> the version
  prepare PASS THREADS FOLDER N C H W K FH FW SH SW PT PL PB PR DH DW G  -> ok
  run TIMES                                  -> seconds
  result PATH                                -> ok; float32 numbers are in the file
"""
import sys
import time

try:
    import numpy
    import torch
    import torch.nn.functional as functional
except ImportError:
    sys.exit(3)


def read(folder, name, *shape):
    return torch.from_numpy(numpy.fromfile(f"{folder}/{name}", dtype=numpy.float32).reshape(shape))


def prepare(kind, threads, folder, *numbers):
    n, c, h, w, k, fh, fw, sh, sw, pt, pl, pb, pr, dh, dw, g = map(int, numbers)
    torch.set_num_threads(int(threads))
    x = read(folder, "input", n, c, h, w)
    filters = read(folder, "filters", k, c // g, fh, fw)
    if (pt, pl) != (pb, pr):
        raise ValueError("padding differs from side to side")
    arguments = dict(stride=(sh, sw), padding=(pt, pl), dilation=(dh, dw), groups=g)
    if kind == "Forward":
        bias = read(folder, "biases", k)
        return lambda: functional.conv2d(x, filters, bias, **arguments)
    gradient = torch.from_numpy(numpy.fromfile(f"{folder}/gradient", dtype=numpy.float32)).reshape(
        n, k, (h + 2 * pt - dh * (fh - 1) - 1) // sh + 1, (w + 2 * pl - dw * (fw - 1) - 1) // sw + 1)
    mask = [kind == "InputGradient", kind == "FilterGradient", False]
    backward = torch.ops.aten.convolution_backward
    return lambda: backward(gradient, x, filters, None, (sh, sw), (pt, pl), (dh, dw), False, (0, 0), g, mask)[
        0 if mask[0] else 1]


def main():
    call = None
    with torch.inference_mode():
        for line in sys.stdin:
            command, *words = line.split()
            if command == "version":
                answer = torch.__version__
            elif command == "prepare":
                call, answer = prepare(*words), "ok"
            elif command == "run":
                start = time.perf_counter()
                for _ in range(int(words[0])):
                    call()
                answer = repr(time.perf_counter() - start)
            else:
                call().numpy().tofile(words[0])
                answer = "ok"
            print(answer, flush=True)


main()
