"""In place of the image kserve/sklearnserver: serves a scikit-learn model by KServe's V1 protocol, and no other.

Usage: v1-server.py --model_name NAME [--model_dir FOLDER] [--http_port PORT]
"""

import argparse
import json
import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import joblib

parser = argparse.ArgumentParser()
parser.add_argument("--model_name", required=True)
parser.add_argument("--model_dir", default="/mnt/models")
parser.add_argument("--http_port", type=int, default=8080)
options, _ = parser.parse_known_args()

model = joblib.load(next(Path(options.model_dir).glob("*.joblib")))
path = f"/v1/models/{options.model_name}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/":
            self.answer(200, {"status": "alive"})
        elif self.path == path:
            self.answer(200, {"name": options.model_name, "ready": "True"})
        else:
            self.answer(404, {"error": "not found"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path != f"{path}:predict":
            self.answer(404, {"error": f"Model with name {self.path} does not exist."})
            return
        try:
            self.answer(200, {"predictions": model.predict(json.loads(body)["instances"]).tolist()})
        except (ValueError, KeyError, TypeError) as error:
            self.answer(400, {"error": str(error)})

    def answer(self, code, value):
        body = json.dumps(value).encode()
        self.send_response(code)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("0.0.0.0", options.http_port), Handler)
server.daemon_threads = True
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
server.serve_forever()
