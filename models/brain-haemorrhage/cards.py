"""Writes what a training gave where it is told: model.toml, the tables of README.md, and the plugin's manifest.

Called by train.py; `python3 cards.py` does it again from figures.json.
"""

import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "training"))

from filling import replaced  # noqa: E402

PLUGIN = HERE.parent.parent / "plugins" / "brain-haemorrhage"
NETWORKS = ["blood", "shift"]
KINDS = {
    "epidural-haemorrhage": "epidural", "subdural-haemorrhage": "subdural", "21454007": "subarachnoid",
    "274100004": "intraparenchymal", "intraventricular-haemorrhage": "intraventricular",
}


def number(value, digits=3):
    return "none" if value is None else f"{value:.{digits}f}"


def table(figures):
    tune, train = figures["tune"], figures["training_studies"]
    lines = [
        "| | |", "|---|---|",
        f"| training | {train} studies, {figures['blood_steps']} steps of `blood`, {figures['shift_steps']} of `shift` |",
        f"| choice of the threshold | {tune['studies']} studies, {tune['abnormal']} of them with haemorrhage |",
        f"| threshold | {number(tune['threshold'], 4)} |",
        f"| area under the ROC curve, any haemorrhage | {number(tune['auc'])} |",
        f"| sensitivity, specificity | {number(tune['sensitivity'])}, {number(tune['specificity'])} |",
        f"| volume off by, mean (mean true volume), mL | {number(tune['volume_error_ml'], 1)} ({number(tune['mean_volume_ml'], 1)}) |",
        f"| shift off by, mean (mean true shift), mm | {number(tune['shift_error_mm'], 1)} ({number(tune['mean_shift_mm'], 1)}) |",
        f"| shift off by, where it is more than 3 mm | {number(tune['shift_error_above_3_mm'], 1)} |",
        "", "| haemorrhage | studies | area under the ROC curve | found at the threshold |", "|---|---|---|---|",
    ]
    for code, row in tune["kinds"].items():
        lines.append(f"| {KINDS[code]} | {row['studies']} | {number(row['auc'])} | {number(row['found'], 2)} |")
    return "\n".join(lines)


def write(figures):
    digests = {name: hashlib.sha256((HERE / f"{name}.onnx").read_bytes()).hexdigest() for name in NETWORKS}
    tune = figures["tune"]
    threshold = f"{min(max(tune['threshold'], 0.01), 0.99):.4f}"
    dataset = f"{tune['studies']} synthetic CTs of the head, {tune['abnormal']} of them with haemorrhage, on which the threshold was chosen"
    trained = f"{figures['training_studies']} synthetic CTs of the head (seeds 1 to {figures['training_studies']})"
    for path in (PLUGIN / "plugin.toml", HERE / "model.toml"):
        text = path.read_text()
        for name, digest in digests.items():
            text = replaced(text, rf'^name = "{name}"$[^\[]*?^sha256 = "([^"]*)"$', digest)
        text = replaced(text, r"^threshold = (\S+)$", threshold)
        text = replaced(text, r"^sensitivity = (\S+)$", number(tune["sensitivity"]))
        text = replaced(text, r"^specificity = (\S+)$", number(tune["specificity"]))
        text = replaced(text, r'^dataset = "([^"]*)"$', dataset)
        if path.name == "plugin.toml":
            text = replaced(text, r'^default = (\S+)$', threshold)
            text = replaced(text, r'^trained-on = "([^"]*)"$', trained)
            text = replaced(text, r'^tested-on = "([^"]*)"$', dataset)
        path.write_text(text)
    card = HERE / "README.md"
    text = replaced(card.read_text(), r"<!-- figures: begin -->\n(.*?)\n<!-- figures: end -->", table(figures))
    for name, digest in digests.items():
        size = (HERE / f"{name}.onnx").stat().st_size // 1024
        text = replaced(text, rf"^\| `{name}\.onnx` \|[^\n]*\| ([0-9]* KB \| `[0-9a-f]*`) \|$", f"{size} KB | `{digest}`")
    card.write_text(text)


if __name__ == "__main__":
    write(json.loads((HERE / "figures.json").read_text()))
