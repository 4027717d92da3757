#!/usr/bin/env python3
"""TensorBoard's own readers and writers, for Tests/FormatsTests/TensorBoard/TensorBoardPeerTests.swift.

    tensorboard_events.py read FOLDER    prints what TensorBoard finds in a folder of event files, as JSON
    tensorboard_events.py write FOLDER   writes an event file in TensorBoard's newer form
"""
import json
import logging
import sys

from tensorboard.backend.event_processing import event_accumulator, plugin_event_accumulator
from tensorboard.plugins.hparams import plugin_data_pb2

EVERYTHING = {kind: 0 for kind in ("scalars", "histograms", "images", "tensors", "compressedHistograms", "audio")}
warnings = []


class Warnings(logging.Handler):
    def emit(self, record):
        warnings.append(record.getMessage())


def attribute(value):
    kind = value.WhichOneof("value")
    if kind == "list":
        return [[d.size for d in shape.dim] for shape in value.list.shape]
    found = getattr(value, kind)
    return found.decode() if kind == "s" else found


def hyperparameters(metadata):
    found = {}
    for tag, value in metadata.items():
        if value.plugin_data.plugin_name != "hparams":
            continue
        data = plugin_data_pb2.HParamsPluginData.FromString(value.plugin_data.content)
        kind = data.WhichOneof("data")
        if kind == "experiment":
            found["columns"] = {info.name: info.type for info in data.experiment.hparam_infos}
            found["metrics"] = [info.name.tag for info in data.experiment.metric_infos]
        elif kind == "session_start_info":
            start = data.session_start_info
            found["group"] = start.group_name
            found["values"] = {k: getattr(v, v.WhichOneof("kind")) for k, v in start.hparams.items()}
        elif kind == "session_end_info":
            found["status"] = data.session_end_info.status
    return found


def read(folder):
    old = event_accumulator.EventAccumulator(folder, size_guidance=EVERYTHING, purge_orphaned_data=True)
    old.Reload()
    new = plugin_event_accumulator.EventAccumulator(folder, size_guidance={"tensors": 0}, purge_orphaned_data=True)
    new.Reload()
    tags = old.Tags()
    found = {
        "scalars": {t: [[e.step, e.value] for e in old.Scalars(t)] for t in tags["scalars"]},
        "histograms": {
            t: [[e.step, vars(e.histogram_value)] for e in old.Histograms(t)] for t in tags["histograms"]},
        "images": {
            t: [[e.step, e.width, e.height, e.encoded_image_string.hex()] for e in old.Images(t)]
            for t in tags["images"]},
        "text": {
            t: [[e.step, [s.decode() for s in e.tensor_proto.string_val]] for e in old.Tensors(t)]
            for t in tags["tensors"] if old.summary_metadata[t].plugin_data.plugin_name == "text"},
        "hyperparameters": hyperparameters(old.summary_metadata),
        # What TensorBoard itself makes of all this: every series as tensors.
        "series": {t: [e.step for e in new.Tensors(t)] for t in new.Tags()["tensors"]},
        "plugins": {t: m.plugin_data.plugin_name for t, m in new.summary_metadata.items()},
        "warnings": warnings,
    }
    if tags["graph"]:
        found["graph"] = [
            {"name": n.name, "op": n.op, "input": list(n.input), "attr": {k: attribute(v) for k, v in n.attr.items()}}
            for n in old.Graph().node]
    print(json.dumps(found))


def write(folder):
    import numpy as np
    from tensorboard.compat.proto import event_pb2, summary_pb2
    from tensorboard.plugins.histogram.summary_v2 import histogram_pb
    from tensorboard.plugins.hparams.summary_v2 import hparams_pb
    from tensorboard.plugins.scalar.summary_v2 import scalar_pb
    from tensorboard.plugins.text.summary_v2 import text_pb
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    def add(summary):
        # The writer knows protos of this package, not of its plugins.
        copy = summary_pb2.Summary.FromString(summary.SerializeToString())
        writer.add_event(event_pb2.Event(wall_time=2, step=3, summary=copy))

    writer = EventFileWriter(folder)
    add(scalar_pb("accuracy", 0.75))
    add(histogram_pb("numbers", np.array([1, 2, 2, 4], dtype=np.float32), buckets=3))
    add(text_pb("note", "*hello*"))
    add(hparams_pb({"rate": 0.5, "name": "x", "on": True}, trial_id="t", start_time_secs=1))
    writer.close()


if __name__ == "__main__":
    logging.getLogger("tensorboard").addHandler(Warnings())
    {"read": read, "write": write}[sys.argv[1]](sys.argv[2])
