"""Starts the kernel over Unix domain sockets and runs a cell: python3 ipc_client.py KERNEL_NAME."""

import sys

from jupyter_client.manager import KernelManager

manager = KernelManager(kernel_name=sys.argv[1], transport="ipc")
manager.start_kernel()
client = manager.client()
client.start_channels()
try:
    client.wait_for_ready(timeout=60)
    client.execute_interactive("Console.WriteLine(string.Join(',', Enumerable.Range(1, 3)));", timeout=60)
    print("beating" if client.hb_channel.is_beating() else "no heartbeat", "over", manager.transport)
finally:
    client.stop_channels()
    manager.shutdown_kernel()
