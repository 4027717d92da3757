"""The server that people write today: FastAPI over onnxruntime. uvicorn peer:app --workers 2, with MODEL=model.onnx."""
import os

import numpy
import onnxruntime
from fastapi import FastAPI, Request, Response

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(os.environ["MODEL"], options)
name = session.get_inputs()[0].name
floats = session.get_inputs()[0].type == "tensor(float)"
shape = [1] + list(session.get_inputs()[0].shape[1:])
app = FastAPI()


@app.post("/infer")
async def infer(request: Request):
    """One image of raw pixels; the logits as bytes."""
    pixels = numpy.frombuffer(await request.body(), numpy.uint8).reshape(shape)
    if floats:
        pixels = pixels.astype(numpy.float32)
    return Response(session.run(None, {name: pixels})[0].tobytes(), media_type="application/octet-stream")
