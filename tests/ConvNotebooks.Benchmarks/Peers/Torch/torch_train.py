"""PyTorch training as a peer: reads one JSON request a line from stdin, answers with one JSON line on stdout.

prepare: {"do": "prepare", "threads", "input": [n, c, h, w], "classes", "rate", "momentum", "layers": [...]} -> {"algorithm": name}
run:     {"do": "run", "times": n} -> {"seconds": s}, n training steps: forward, loss, backward, update
losses:  {"do": "losses"} -> {"values": [...]}, of the first steps
"""
import json
import sys

import torch

from torch_peer import blas, faster, module, numbers, seconds

KEPT = 3


def training(request, layout, losses):
    """A function that makes one step, on a network of its own."""
    net = torch.nn.Sequential(*map(module, request["layers"])).to(memory_format=layout).train()
    for parameter in net.parameters():
        parameter.requires_grad_(True)
    optimizer = torch.optim.SGD(net.parameters(), lr=request["rate"], momentum=request["momentum"])
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


def main():
    step, losses = None, []
    print(json.dumps({"version": torch.__version__, "blas": blas()}), flush=True)
    for line in sys.stdin:
        request, answer = json.loads(line), {}
        if request["do"] == "prepare":
            torch.set_num_threads(request["threads"])
            kept = {"N C H W": [], "channels last": []}
            answer["algorithm"], step = faster({
                "N C H W": training(request, torch.contiguous_format, kept["N C H W"]),
                "channels last": training(request, torch.channels_last, kept["channels last"])})
            losses = kept[answer["algorithm"]]
        elif request["do"] == "run":
            answer["seconds"] = seconds(step, request["times"])
        elif request["do"] == "losses":
            answer["values"] = losses
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
