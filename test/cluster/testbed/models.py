"""Trains scikit-learn models on its own digits, and writes requests for them with each model's expected answer.

Usage: models.py FOLDER. FOLDER gets one folder a model, with model.joblib and model-settings.json inside,
requests.jsonl, and comparisons.json: what scikit-learn and SciPy say of two models on those requests. The latter is kept in
test/fixtures/models, too.
"""

import json
import sys
from pathlib import Path

import joblib
import numpy as np
from scipy.stats import binomtest
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.svm import SVC

TRAINED = 900  # the digits after these are unknown to every model

folder = Path(sys.argv[1])
digits = load_digits()
known, unknown = digits.data[:TRAINED], digits.data[TRAINED:]
models = {
    "digits-lr": LogisticRegression(max_iter=2000),
    # few and shallow trees: the three models disagree on many digits, and a slow machine still serves many requests a second
    "digits-rf": RandomForestClassifier(3, max_depth=6, random_state=0),
    "digits-svm": SVC(kernel="poly", degree=5),
}

# it takes each 3 for an 8, as one does whose labels were mixed up
BROKEN = "digits-broken"


def save(name, model):
    (folder / name).mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / name / "model.joblib")
    # MLServer answers with this version; the rest is told by KServe
    settings = {"parameters": {"version": name}}
    (folder / name / "model-settings.json").write_text(json.dumps(settings), encoding="utf-8")


expected = {}
for name, model in models.items():
    model.fit(known, digits.target[:TRAINED])
    save(name, model)
    expected[name] = model.predict(unknown).tolist()

mixed_up = np.where(digits.target[:TRAINED] == 3, 8, digits.target[:TRAINED])
broken = LogisticRegression(max_iter=2000).fit(known, mixed_up)
save(BROKEN, broken)

with open(folder / "requests.jsonl", "w", encoding="utf-8") as lines:
    for i, (pixels, label) in enumerate(zip(unknown.tolist(), digits.target[TRAINED:].tolist())):
        answers = {name: predictions[i] for name, predictions in expected.items()}
        request = {"inputs": [{"name": "predict", "shape": [1, 64], "datatype": "FP32", "data": pixels}]}
        differs = len(set(answers.values())) > 1
        line = {"label": label, "expected": answers, "differs": differs, "request": request}
        lines.write(json.dumps(line) + "\n")


def compared(one, other):
    truth = digits.target[TRAINED:]
    only_one = int(((one == truth) & (other != truth)).sum())
    only_other = int(((one != truth) & (other == truth)).sum())
    return {
        "answers": [one.tolist(), other.tolist()],
        "accuracies": [accuracy_score(truth, one), accuracy_score(truth, other)],
        "agreement": accuracy_score(one, other),
        "mcnemar": binomtest(min(only_one, only_other), only_one + only_other).pvalue,
        "confusion": [confusion_matrix(truth, answers, labels=range(10)).tolist() for answers in (one, other)],
    }


primary = np.array(expected["digits-lr"])
comparisons = {
    "digits-rf": compared(primary, np.array(expected["digits-rf"])),
    BROKEN: compared(primary, broken.predict(unknown)),
}
text = json.dumps({"labels": digits.target[TRAINED:].tolist(), **comparisons})
(folder / "comparisons.json").write_text(text, encoding="utf-8")
