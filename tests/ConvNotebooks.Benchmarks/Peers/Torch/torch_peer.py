"""PyTorch as a peer: reads one JSON request a line from stdin, answers with one JSON line on stdout.

prepare: {"do": "prepare", "pass", "threads", "batch", "channels", "height", "width", "filters", "fh", "fw",
          "stride", "pad", "dilation", "groups"} -> {"algorithm": name}
network: {"do": "network", "threads", "input": [n, c, h, w], "layers": [...], "sources": [[...]]} -> {"algorithm": name}
run:     {"do": "run", "times": n} -> {"seconds": s}
values:  {"do": "values", "places": [...]} -> {"values": [...]}, places in the layout of a contiguous tensor
"""
import copy
import json
import sys
import time

import numpy
import torch
import torch.utils.mkldnn


def numbers(stream, *shape):
    """The numbers of the C# program's Numbers class: MurmurHash3's finaliser of index and stream, in [-0.5, 0.5)."""
    length = int(numpy.prod(shape))
    values = numpy.empty(length, numpy.float32)
    for start in range(0, length, 1 << 20):
        h = numpy.arange(start, min(start + (1 << 20), length), dtype=numpy.uint32)
        h += numpy.uint32(stream * 0x9E3779B9 & 0xFFFFFFFF)
        h = (h ^ (h >> numpy.uint32(16))) * numpy.uint32(0x85EBCA6B)
        h = (h ^ (h >> numpy.uint32(13))) * numpy.uint32(0xC2B2AE35)
        h ^= h >> numpy.uint32(16)
        values[start:start + len(h)] = (h >> numpy.uint32(8)).astype(numpy.float32) * numpy.float32(2.0 ** -24) - numpy.float32(0.5)
    return torch.from_numpy(values).reshape(shape).clone()


def convolution(r):
    """The name of what computes the pass, and a function without arguments that computes it once and returns its result."""
    n, c, h, w, k = r["batch"], r["channels"], r["height"], r["width"], r["filters"]
    span = [(f - 1) * r["dilation"] + 1 for f in (r["fh"], r["fw"])]
    out = [(size + 2 * r["pad"] - s) // r["stride"] + 1 for size, s in zip((h, w), span)]
    stride, pad, dilation, groups = [r["stride"]] * 2, [r["pad"]] * 2, [r["dilation"]] * 2, r["groups"]
    weights_shape = (k, c // groups, r["fh"], r["fw"])
    if r["pass"] == "Forward":
        x, weights, biases = numbers(1, n, c, h, w), numbers(2, *weights_shape), numbers(3, k)
        return faster({
            "conv2d": lambda: torch.nn.functional.conv2d(x, weights, biases, stride, pad, dilation, groups),
            "mkldnn_convolution": lambda: torch.ops.aten.mkldnn_convolution(x, weights, biases, pad, stride, dilation, groups)})
    # The gradient that is not asked for needs only the sizes of its operand, which is left uninitialised.
    wants_input = r["pass"] == "InputGradient"
    x = torch.empty(n, c, h, w) if wants_input else numbers(1, n, c, h, w)
    weights = numbers(2, *weights_shape) if wants_input else torch.empty(weights_shape)
    gradient = numbers(4, n, k, *out)
    backward, mask = torch.ops.aten.convolution_backward, [wants_input, not wants_input, False]
    which = 0 if wants_input else 1

    def compute(gradient, x):
        return backward(gradient, x, weights, None, stride, pad, dilation, False, [0, 0], groups, mask)[which]
    return faster({
        "convolution_backward": lambda: compute(gradient, x),
        "convolution_backward, mkldnn layout": lambda: compute(gradient.to_mkldnn(), x.to_mkldnn()).to_dense()})


class Add(torch.nn.Module):
    """Branches added; the larger, less deep second one is subsampled and gets slices of zeros."""
    def forward(self, x, other):
        if other.shape != x.shape:
            stride = [a // b for a, b in zip(other.shape[2:], x.shape[2:])]
            other = torch.nn.functional.pad(other[:, :, ::stride[0], ::stride[1]], [0, 0, 0, 0, 0, x.shape[1] - other.shape[1]])
        return x + other


class Concat(torch.nn.Module):
    """Branches one behind the other along the depth."""
    def forward(self, *branches):
        return torch.cat(branches, 1)


class Stack(torch.nn.Sequential):
    """Layers in order, each on the outputs that it reads (0 for what comes in); an output is kept until its last reader has it."""
    def __init__(self, layers, sources):
        super().__init__(*layers)
        self.sources = sources
        self.last = {number: i for i, numbers in enumerate(sources) for number in numbers}
        for layer, numbers in zip(self, sources):
            if isinstance(layer, torch.nn.ReLU):
                layer.inplace = sum(numbers[0] in others for others in sources) == 1

    def forward(self, x):
        kept = {0: x}
        for i, (layer, numbers) in enumerate(zip(self, self.sources)):
            y = layer(*[kept[number] for number in numbers])
            for number in set(numbers):
                if self.last[number] == i:
                    del kept[number]
            kept[i + 1] = y
        return y


def module(layer):
    kind = layer["kind"]
    if kind == "conv":
        made = torch.nn.Conv2d(layer["channels"], layer["filters"], layer["size"], layer["stride"], layer["pad"],
                               layer["dilation"], layer["groups"], layer["bias"])
    elif kind == "fc":
        made = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(layer["inputs"], layer["units"]))
    elif kind == "maxpool":
        made = torch.nn.MaxPool2d(layer["size"], layer["stride"], layer["pad"], ceil_mode=layer["ceil"])
    elif kind == "batchnorm":
        made = torch.nn.BatchNorm2d(layer["channels"], layer["epsilon"])
    elif kind in ("add", "concat"):
        made = Add() if kind == "add" else Concat()
    elif kind == "gap":
        made = torch.nn.AdaptiveAvgPool2d(1)
    else:
        made = {"relu": torch.nn.ReLU(), "softmax": torch.nn.Softmax(1)}[kind]
    for parameter, source in zip(made.parameters(), layer.get("numbers", [])):
        parameter.requires_grad_(False)
        parameter.copy_(numbers(source["stream"], *parameter.shape) * numpy.float32(source["scale"]))
    return made


def network(r):
    """As convolution(), for a stack of layers: eager, or with activations in oneDNN's layouts from the first layer to the last."""
    net = Stack(map(module, r["layers"]), r["sources"]).eval()
    x = numbers(1, *r["input"])
    # The conversion replaces the layers of what it is given.
    blocked = torch.utils.mkldnn.to_mkldnn(copy.deepcopy(net))
    return faster({"eager": lambda: net(x), "mkldnn layout": lambda: blocked(x.to_mkldnn()).to_dense()})


def faster(ways):
    """The name and the function of the fastest, best of three after one to warm up.

    PyTorch sends some problems (one small image, gradients of 1x1 filters) to a matrix product instead of oneDNN, and its
    speed is that of the system's BLAS. The way around that counts where it is faster.
    """
    def best(compute):
        try:
            compute()
            return min(seconds(compute, 1) for _ in range(3))
        except RuntimeError:
            return float("inf")
    return min(ways.items(), key=lambda way: best(way[1]))


def seconds(compute, times):
    start = time.perf_counter()
    for _ in range(times):
        compute()
    return time.perf_counter() - start


def blas():
    """The file of the BLAS that matrix products of this process use."""
    torch.rand(64, 64) @ torch.rand(64, 64)
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "blas" in line}
    return ", ".join(sorted(files)) or "built in"


def main():
    compute = None
    print(json.dumps({"version": torch.__version__, "blas": blas()}), flush=True)
    with torch.no_grad():
        for line in sys.stdin:
            request = json.loads(line)
            answer = {}
            if request["do"] == "prepare":
                compute = None
                torch.set_num_threads(request["threads"])
                answer["algorithm"], compute = convolution(request)
            elif request["do"] == "network":
                compute = None
                torch.set_num_threads(request["threads"])
                answer["algorithm"], compute = network(request)
            elif request["do"] == "run":
                answer["seconds"] = seconds(compute, request["times"])
            elif request["do"] == "values":
                answer["values"] = compute().contiguous().flatten()[torch.tensor(request["places"])].tolist()
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
