"""Serve the ledger from its own folder: its translations are compiled first. `make run` calls this."""

from ledger import serving
from tools.translations import compile_catalogues


def main() -> None:
    """Serve until stopped."""
    serving.main(compile_catalogues)


if __name__ == "__main__":
    main()
