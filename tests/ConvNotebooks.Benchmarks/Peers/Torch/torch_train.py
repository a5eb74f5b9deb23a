"""PyTorch training as a peer: reads one JSON request a line from stdin, answers with one JSON line on stdout.

prepare: {"do": "prepare", "threads", "input": [n, c, h, w], "classes", "rate", "momentum", "layers": [...]} -> {"algorithm": name}
run:     {"do": "run", "times": n} -> {"seconds": s}, n training steps: forward, loss, backward, update
losses:  {"do": "losses"} -> {"values": [...]}, of the first steps
epoch:   as prepare, and {"images": path of N·C·H·W bytes, "labels": [...]} -> {"algorithm": name, "seconds": s, "loss": mean}
"""
import json
import sys
import time

import numpy
import torch

from torch_peer import blas, faster, module, numbers, seconds

KEPT = 3


def build(request, layout):
    """A network of its own and its optimizer."""
    net = torch.nn.Sequential(*map(module, request["layers"])).to(memory_format=layout).train()
    for parameter in net.parameters():
        parameter.requires_grad_(True)
    optimizer = torch.optim.SGD(net.parameters(), lr=request["rate"], momentum=request["momentum"])
    return net, optimizer


def training(request, layout, losses):
    """A function that makes one step, on a network of its own."""
    net, optimizer = build(request, layout)
    x = numbers(1, *request["input"]).contiguous(memory_format=layout)
    labels = torch.arange(request["input"][0]) % request["classes"]

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(net(x), labels)
        loss.backward()
        optimizer.step()
        if len(losses) < KEPT:
            losses.append(loss.item())
    return step


LAYOUTS = {"N C H W": torch.contiguous_format, "channels last": torch.channels_last}


def epoch(request):
    """One epoch in the layout whose steps are faster: a loop over shuffled rows of images that are floats already."""
    name, _ = faster({name: lambda step=training(request, layout, []): seconds(step, 20) for name, layout in LAYOUTS.items()})
    layout = LAYOUTS[name]
    batch, *volume = request["input"]
    pixels = numpy.fromfile(request["images"], numpy.uint8)
    images = torch.from_numpy(pixels).reshape(-1, *volume).float().div_(255).contiguous(memory_format=layout)
    labels = torch.tensor(request["labels"])
    net, optimizer = build(request, layout)
    total, start = 0.0, time.perf_counter()
    for rows in torch.randperm(len(images)).split(batch):
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(net(images[rows]), labels[rows])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(rows)
    return {"algorithm": name, "seconds": time.perf_counter() - start, "loss": total / len(images)}


def main():
    step, losses = None, []
    print(json.dumps({"version": torch.__version__, "blas": blas()}), flush=True)
    for line in sys.stdin:
        request, answer = json.loads(line), {}
        if request["do"] == "prepare":
            torch.set_num_threads(request["threads"])
            kept = {name: [] for name in LAYOUTS}
            answer["algorithm"], step = faster({name: training(request, layout, kept[name]) for name, layout in LAYOUTS.items()})
            losses = kept[answer["algorithm"]]
        elif request["do"] == "epoch":
            torch.set_num_threads(request["threads"])
            answer = epoch(request)
        elif request["do"] == "run":
            answer["seconds"] = seconds(step, request["times"])
        elif request["do"] == "losses":
            answer["values"] = losses
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
