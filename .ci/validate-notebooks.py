"""Validates every notebook in the folders named, as Jupyter's own nbformat reads them."""
import pathlib
import sys

import nbformat

notebooks = sorted(path for folder in sys.argv[1:] for path in pathlib.Path(folder).glob("*.ipynb"))
if not notebooks:
    sys.exit("no notebook found in " + ", ".join(sys.argv[1:]))
for path in notebooks:
    stored = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(stored, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    if nbformat.writes(notebook) + "\n" != stored:
        sys.exit(f"{path}: Jupyter would write other bytes")
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    if counts != list(range(1, len(counts) + 1)):
        sys.exit(f"{path}: cells are not executed 1 to n: {counts}")
    print(f"{path}: valid nbformat {notebook.nbformat}.{notebook.nbformat_minor}, {len(counts)} code cells")
