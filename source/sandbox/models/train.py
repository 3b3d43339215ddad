"""Trains the sandbox's models on data that scikit-learn ships, and notes what they answer for rows that they have not seen.

Run it in the root of the project, with a Python that has scikit-learn (the cluster tests make one, `mlserver/bin/python` in
the testbed's cache), and format what it wrote:

    python source/sandbox/models/train.py
    npx oxfmt source/sandbox/models/models.json test/fixtures/models/answers.json

models.json is the models' coefficients, rounded so that they stay short: scikit-learn's own answers below come from the
rounded ones. answers.json is scikit-learn's answers, by which the tests judge ours. docs/digits.jsonl is all digits that no
model was trained on, as requests with their labels, to compare versions on.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits, load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier

ROOT = Path(__file__).resolve().parents[3]
DECIMALS = 5


def linear(model):
    model.coef_ = np.round(model.coef_, DECIMALS)
    model.intercept_ = np.round(model.intercept_, DECIMALS)
    return {
        "kind": "linear",
        "coefficients": model.coef_.tolist(),
        "intercepts": model.intercept_.tolist(),
    }


def tree(model):
    inner = model.tree_
    # a share of each class in the leaf, as predict_proba gives it
    shares = inner.value[:, 0, :] / inner.value[:, 0, :].sum(axis=1, keepdims=True)
    nodes = []
    for node in range(inner.node_count):
        if inner.children_left[node] < 0:
            nodes.append({"shares": shares[node].tolist()})
            continue
        nodes.append(
            {
                "feature": int(inner.feature[node]),
                "threshold": float(inner.threshold[node]),
                "left": int(inner.children_left[node]),
                "right": int(inner.children_right[node]),
            }
        )
    return {"kind": "tree", "nodes": nodes}


def rows(data, order):
    return data.data[order], data.target[order]


digits, iris = load_digits(), load_iris()
order = np.random.RandomState(0).permutation(len(iris.data))
digit_rows, digit_labels = digits.data, digits.target
iris_rows, iris_labels = rows(iris, order)

# each newer version knows more, or is of another kind: the versions of a model disagree on some rows
models = [
    ("digits/v1", LogisticRegression(max_iter=5000, C=1e-4), digit_rows[:300], digit_labels[:300], linear),
    ("digits/v2", LogisticRegression(max_iter=5000, C=0.01), digit_rows[:1400], digit_labels[:1400], linear),
    ("digits/v3", DecisionTreeClassifier(max_leaf_nodes=60, random_state=0), digit_rows[:1400], digit_labels[:1400], tree),
    ("iris/v1", LogisticRegression(max_iter=5000, C=0.01), iris_rows[:40], iris_labels[:40], linear),
    ("iris/v2", DecisionTreeClassifier(max_depth=3, random_state=0), iris_rows[:110], iris_labels[:110], tree),
]
unseen = {"digits": (digit_rows[1400:1440], digit_labels[1400:1440]), "iris": (iris_rows[110:], iris_labels[110:])}

written, answers = [], []
for name, model, known, labels, describe in models:
    model.fit(known, labels)
    written.append({"id": name, "features": known.shape[1], **describe(model)})
    probes, truth = unseen[name.split("/")[0]]
    right = float((model.predict(probes) == truth).mean())
    print(f"{name}: {right:.0%} of {len(probes)} unseen rows are right")
    answers.append(
        {
            "id": name,
            "labels": model.predict(probes).tolist(),
            "probabilities": np.round(model.predict_proba(probes), 9).tolist(),
        }
    )

(ROOT / "source/sandbox/models/models.json").write_text(json.dumps(written))
fixture = ROOT / "test/fixtures/models/answers.json"
fixture.parent.mkdir(parents=True, exist_ok=True)
fixture.write_text(json.dumps({"rows": {name: probes.tolist() for name, (probes, _) in unseen.items()}, "answers": answers}))

with open(ROOT / "docs/digits.jsonl", "w", encoding="utf-8") as lines:
    for pixels, label in zip(digit_rows[1400:].astype(int).tolist(), digit_labels[1400:].tolist()):
        request = {"inputs": [{"name": "predict", "shape": [1, 64], "datatype": "FP32", "data": pixels}], "label": label}
        lines.write(json.dumps(request, separators=(",", ":")) + "\n")
