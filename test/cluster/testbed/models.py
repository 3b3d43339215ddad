"""Trains scikit-learn models on its own digits, and writes requests for them with each model's expected answer.

Usage: models.py FOLDER. FOLDER gets one folder a model, with model.joblib and model-settings.json inside, and
requests.jsonl.
"""

import json
import sys
from pathlib import Path

import joblib
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
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

expected = {}
for name, model in models.items():
    model.fit(known, digits.target[:TRAINED])
    (folder / name).mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / name / "model.joblib")
    # MLServer answers with this version; the rest is told by KServe
    settings = {"parameters": {"version": name}}
    (folder / name / "model-settings.json").write_text(json.dumps(settings), encoding="utf-8")
    expected[name] = model.predict(unknown).tolist()

with open(folder / "requests.jsonl", "w", encoding="utf-8") as lines:
    for i, (pixels, label) in enumerate(zip(unknown.tolist(), digits.target[TRAINED:].tolist())):
        answers = {name: predictions[i] for name, predictions in expected.items()}
        request = {"inputs": [{"name": "predict", "shape": [1, 64], "datatype": "FP32", "data": pixels}]}
        differs = len(set(answers.values())) > 1
        line = {"label": label, "expected": answers, "differs": differs, "request": request}
        lines.write(json.dumps(line) + "\n")
