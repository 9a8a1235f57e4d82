"""Counts the files and folders that the four walks of architecture.md cross: python3 docs/count-walks.py

A walk is a list of types in the order in which they take part; each counts as the file that declares it. Types that only carry values along
(requests, answers, options) are left out, and so is what a type calls besides. `Folder/*` stands for every file of a folder. A type that is
not found is an error, so that the lists follow the code.
"""
import pathlib
import re
import sys

WALKS = {
    "upload → row of the leaderboard": """
        ModelEndpoints ModelUpload FormReceiver ModelRegistration ModelFile OnnxAdmission Bench.Onnx/Admission/* Bench.Onnx/Archives/*
        Bench.Onnx/Wire/* Bench.Onnx/Graphs/* Bench.Onnx/Shapes/* Bench.Onnx/Costs/* CheckedBlobStore FileBlobStore BlobKeys WorkScheduler
        WorkRunner WorkQueue WorkHeartbeat InspectModelHandler ModelRegistry ModelStore ModelInspector OutputProbe NoiseCrops ModelChildren
        CagedChild ChildLauncher InferCommand InferenceLoop ModelSession BatchRunner EvaluationEndpoints StartEvaluations EvaluationStart
        OutputFit PlanEvaluationHandler RunPlanner PreprocessingDoctor ShardPlan RunShardHandler ShardRun CropFiller BatchPump ShardWriter
        PredictionHead PredictionFileWriter ScoreEvaluationHandler RunConclusion RunVerdict Counterparts EvaluationScorer
        ScoredPredictionsLoader DatasetStore PredictionFile StoredPredictions LabelSetRegistry LabelSetCache LabelSetReader DerivedScorer
        Scorer MetricInputs Bootstrap AnswerReview AnswerChecks Receipts LeaderboardEndpoints RenderedAnswers Boards BoardReader
        LeaderboardPlanner LeaderboardQuery Board BoardColumn Standing LeaderboardPart LeaderboardResponse
    """,
    "JPEG → logit": """
        ShardRun CropFiller CropWorker ImageDecoders TurboJpegDecoder Picture PictureCropper Geometry CropPlan ResampleAxis
        VectorResampler CropWriter CropFile BatchPump CagedChild InferenceLoop BatchRunner TensorFill InputBatch ModelSession ShardWriter
        PredictionHead PredictionFileWriter
    """,
    "label file → score": """
        LabelSetEndpoints FormReceiver LabelSetRegistration DatasetStore LabelTarget LabelImporter LabelFile RealLabels JsonInput ImageKey
        LabelsBuilder ImportedLabelSet LabelAgreement LabelSetRegistry LabelSetWriter CheckedBlobStore Counterparts WorkScheduler
        RescoreHandler ScoreReplacement EvaluationScorer ScoredPredictionsLoader LabelSetCache LabelSetReader GroundTruth Scorer MetricInputs
        Receipts
    """,
    "metric → column": """
        ExpectedCalibrationError BinnedCalibrationMetrics CalibrationMetrics MetricCatalog MetricDefinition MetricInputs CalibrationInputs
        BinnedErrors Estimate Scorer EvaluationScorer Score BoardReader MetricDirectory LeaderboardPlanner BoardColumn NumberText
    """,
}

root = pathlib.Path(__file__).resolve().parent.parent
files = [
    path
    for project in ("Bench.Api", "Bench.Data", "Bench.Imaging", "Bench.Metrics", "Bench.Onnx", "Bench.Service", "Bench.Workers")
    for path in (root / project).rglob("*.cs")
    if not {"bin", "obj", "Migrations"} & set(path.relative_to(root).parts)
]
declares = {}
for path in files:
    for name in re.findall(r"^[a-z ]*\b(?:class|record struct|record|struct|interface|enum) (\w+)", path.read_text("utf-8"), re.MULTILINE):
        declares.setdefault(name, []).append(path)

missing = []
for walk, text in WALKS.items():
    crossed = set()
    for name in text.split():
        if name.endswith("/*"):
            crossed.update(path for path in files if path.parent == root / name[:-2])
        elif name in declares:
            crossed.add(min(declares[name], key=lambda path: (path.stem != name, len(path.parts), str(path))))
        else:
            missing.append(name)
    folders, projects = {path.parent for path in crossed}, {path.relative_to(root).parts[0] for path in crossed}
    types = len(text.split())
    print(f"| {walk} | {types} | {len(crossed)} | {len(folders)} | {len(projects)} |")
if missing:
    sys.exit("not found: " + ", ".join(missing))
