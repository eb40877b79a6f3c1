"""The parts of `benches/benchmark.py`: runs, figures made from them, targets, and the page."""
