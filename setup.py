"""What goes into the wheel: the code, its data, and the folders that lie beside the code in the repository."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

BESIDE = ("templates", "static", "locale")  # ledger/places.py looks for them inside ``ledger`` where it is installed


class WithCatalogues(build_py):
    """The texts are compiled when the wheel is made: where it is installed, nobody may be allowed to write."""

    def run(self) -> None:
        """Copy everything, then put the binary catalogue beside each text."""
        super().run()
        for path in Path(self.build_lib).rglob("*.po"):
            with path.open("rb") as source, path.with_suffix(".mo").open("wb") as file:
                write_mo(file, read_po(source))


setup(
    cmdclass={"build_py": WithCatalogues},
    packages=[
        *find_packages(include=["debts", "debts.*", "ledger", "ledger.*", "jieqing", "jieqing.*"]),
        *(f"ledger.{name}" for name in BESIDE),
    ],
    package_dir={f"ledger.{name}": name for name in BESIDE},
    package_data={name: ["**/*"] for name in ("debts", *(f"ledger.{folder}" for folder in BESIDE))},
    exclude_package_data={"": ["*.pyc", "*.mo"]},
)
