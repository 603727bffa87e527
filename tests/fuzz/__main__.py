"""`make fuzz`: each target by atheris, one after another; ends with 1 where one crashed or hung.

FUZZ_SECONDS: of each target, 900 unless told. FUZZ: the targets, all unless told. What is learnt
is kept in .cache/fuzz/NAME, and what crashed beside it: run it again by `python -m tests.fuzz
NAME FILE`.
"""

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".cache" / "fuzz"
MODULES = ["intake", "outbox", "rules", "email", "mailparser", "jinja2"]
SECONDS_AN_INPUT = 20  # one that takes longer hangs
MEGABYTES = 3_000


def fuzz(name: str, options: list[str]) -> None:
    """Fuzz one target in this process, as long as libFuzzer's options tell."""
    import atheris

    with atheris.instrument_imports(include=MODULES):
        from tests.fuzz.targets import ALL

    target = next(each for each in ALL if each.name == name)
    atheris.Setup([name, *options], target.run)
    atheris.Fuzz()


def begin(name: str) -> list[str]:
    """The options for a target, its folder filled with what it begins with."""
    from tests.fuzz.targets import ALL

    target = next(each for each in ALL if each.name == name)
    learnt, found = FOLDER / name, FOLDER / f"{name}-crashes"
    for folder in (learnt, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (learnt / f"seed-{number}").write_bytes(seed)
    tokens = ("".join(f"\\x{byte:02x}" for byte in token) for token in target.tokens if token)
    (FOLDER / f"{name}.dict").write_text("".join(f'"{each}"\n' for each in tokens))
    return [
        str(learnt),
        f"-dict={FOLDER / name}.dict",
        f"-artifact_prefix={found}{os.sep}",
        f"-max_len={target.most_bytes}",
        f"-timeout={SECONDS_AN_INPUT}",
        f"-rss_limit_mb={MEGABYTES}",
        "-print_final_stats=1",
    ]


def run_all() -> int:
    """0 where every target ran its time and nothing crashed."""
    from tests.fuzz.targets import ALL

    seconds = int(os.environ.get("FUZZ_SECONDS", "900"))
    names = os.environ.get("FUZZ", "").split() or [each.name for each in ALL]
    crashed = []
    for name in names:
        print(f"{name}: {seconds} seconds", flush=True)
        options = [*begin(name), f"-max_total_time={seconds}"]
        if subprocess.run([sys.executable, "-m", "tests.fuzz", name, *options]).returncode:
            crashed.append(name)
    if crashed:
        print(f"crashed: {', '.join(crashed)}; see {FOLDER}/NAME-crashes")
    return int(bool(crashed))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        fuzz(sys.argv[1], sys.argv[2:])
    else:
        sys.exit(run_all())
