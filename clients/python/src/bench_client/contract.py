"""Types and operations of the service's contract. Made by generate.py of Bench.Api/openapi.json; not edited by hand."""
from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, TypedDict, Union

OperationId = Literal[
    "ListAttacks",
    "StartAttack",
    "GetAttack",
    "GetAttackedImagesCsv",
    "GetAttackPicture",
    "CancelAttack",
    "ListAudit",
    "ListSharedMistakes",
    "GetAudit",
    "ListSpotChecks",
    "StartSpotCheck",
    "OpenRow",
    "StartOwnershipTest",
    "CompareModels",
    "JudgeModel",
    "ListOrderChanges",
    "GetCorrelations",
    "GetDatasetImage",
    "GetImageAnswers",
    "ListDatasets",
    "RegisterDataset",
    "GetDataset",
    "ChangeDataset",
    "DeleteDataset",
    "ListNearDuplicates",
    "GenerateDataset",
    "SetDatasetOracle",
    "SetCleanDataset",
    "SetDatasetBoxes",
    "RemoveDatasetBoxes",
    "DownloadPredictions",
    "GetErrorKinds",
    "ListEvaluations",
    "StartEvaluations",
    "GetEvaluation",
    "WatchEvaluation",
    "GetEvaluationScores",
    "SubmitPredictions",
    "CancelEvaluation",
    "RetryEvaluation",
    "GetReliability",
    "GetConfusions",
    "ListMistakes",
    "GetSubgroups",
    "GetFacets",
    "GetFacetsCsv",
    "GetClassReport",
    "GetLabelCounts",
    "GetConformal",
    "GetCalibration",
    "ListExplanations",
    "StartExplanations",
    "GetExplanation",
    "GetExplanationMap",
    "CancelExplanation",
    "CreateKey",
    "ListKeys",
    "RotateKey",
    "RevokeKey",
    "GetLimits",
    "ListLabelErrors",
    "CheckMemorisation",
    "GetPrevalence",
    "ListVerdicts",
    "GetVerdictAgreement",
    "ListVerdictHistory",
    "PutVerdict",
    "DeleteVerdict",
    "MakeLabelSetOfVerdicts",
    "ListLabelSets",
    "ImportLabelSet",
    "GetLabelSet",
    "ListHierarchies",
    "RegisterHierarchy",
    "RemoveHierarchy",
    "ListErrorRules",
    "RegisterErrorRules",
    "GetLeaderboard",
    "GetLeaderboardCsv",
    "GetLeaderboardMarkdown",
    "GetLeaderboardLatex",
    "GetSlices",
    "GetSlicesCsv",
    "GetLog",
    "ListTreeHeads",
    "ListLogEntries",
    "GetInclusionProof",
    "GetConsistencyProof",
    "GetProvenRow",
    "GetEvidence",
    "ListReleases",
    "FreezeBoard",
    "GetRelease",
    "GetCalibrationParameters",
    "ListMetrics",
    "UploadModel",
    "ListModels",
    "GetModel",
    "ChangeModel",
    "DeleteModel",
    "ListModelChanges",
    "GetModelRanks",
    "GetModelCard",
    "GetModelBibTeX",
    "GetModelBadge",
    "GetCorruptions",
    "CompareWithParent",
    "GetShapeBias",
    "GetEffectiveRobustness",
    "GetOracleRelative",
    "GetShapeBiasBoard",
    "GetShapeBiasBoardCsv",
    "ListSavedViews",
    "SaveView",
    "DeleteSavedView",
    "ListSuites",
    "AddSuite",
    "GetSuite",
    "GetSuiteBoard",
    "GetSuiteBoardCsv",
    "GetSuiteReport",
    "GetSuiteReportCsv",
    "RunSuite",
    "ListTeams",
    "CreateTeam",
    "GetTeam",
    "DeleteTeam",
    "SetTeamMember",
    "RemoveTeamMember",
    "GetUploadGraph",
    "DescribeUploads",
    "CreateUpload",
    "GetUploadOffset",
    "AppendToUpload",
    "DeleteUpload",
    "CreateWebhook",
    "ListWebhooks",
    "DeleteWebhook",
    "TestWebhook",
    "ListWebhookDeliveries",
]

OPERATIONS: Dict[OperationId, tuple[str, str]] = {
    "ListAttacks": ("GET", "/api/v1/attacks"),
    "StartAttack": ("POST", "/api/v1/attacks"),
    "GetAttack": ("GET", "/api/v1/attacks/{id}"),
    "GetAttackedImagesCsv": ("GET", "/api/v1/attacks/{id}/images.csv"),
    "GetAttackPicture": ("GET", "/api/v1/attacks/{id}/pictures/{image}"),
    "CancelAttack": ("POST", "/api/v1/attacks/{id}/cancel"),
    "ListAudit": ("GET", "/api/v1/audit"),
    "ListSharedMistakes": ("GET", "/api/v1/audits/shared-mistakes"),
    "GetAudit": ("GET", "/api/v1/audits/{id}"),
    "ListSpotChecks": ("GET", "/api/v1/audits/spot-checks"),
    "StartSpotCheck": ("POST", "/api/v1/audits/spot-checks"),
    "OpenRow": ("GET", "/api/v1/audits/rows"),
    "StartOwnershipTest": ("POST", "/api/v1/audits/ownership"),
    "CompareModels": ("GET", "/api/v1/compare"),
    "JudgeModel": ("GET", "/api/v1/compare/verdict"),
    "ListOrderChanges": ("GET", "/api/v1/order-changes"),
    "GetCorrelations": ("GET", "/api/v1/correlations"),
    "GetDatasetImage": ("GET", "/api/v1/datasets/{key}/images/{index}"),
    "GetImageAnswers": ("GET", "/api/v1/datasets/{key}/images/{image}/answers"),
    "ListDatasets": ("GET", "/api/v1/datasets"),
    "RegisterDataset": ("POST", "/api/v1/datasets"),
    "GetDataset": ("GET", "/api/v1/datasets/{key}"),
    "ChangeDataset": ("PATCH", "/api/v1/datasets/{key}"),
    "DeleteDataset": ("DELETE", "/api/v1/datasets/{key}"),
    "ListNearDuplicates": ("GET", "/api/v1/datasets/{key}/near-duplicates"),
    "GenerateDataset": ("POST", "/api/v1/datasets/{key}/generated"),
    "SetDatasetOracle": ("PUT", "/api/v1/datasets/{key}/oracle"),
    "SetCleanDataset": ("PUT", "/api/v1/datasets/{key}/clean"),
    "SetDatasetBoxes": ("PUT", "/api/v1/datasets/{key}/boxes"),
    "RemoveDatasetBoxes": ("DELETE", "/api/v1/datasets/{key}/boxes"),
    "DownloadPredictions": ("GET", "/api/v1/evaluations/{id}/predictions"),
    "GetErrorKinds": ("GET", "/api/v1/evaluations/{id}/error-kinds"),
    "ListEvaluations": ("GET", "/api/v1/evaluations"),
    "StartEvaluations": ("POST", "/api/v1/evaluations"),
    "GetEvaluation": ("GET", "/api/v1/evaluations/{id}"),
    "WatchEvaluation": ("GET", "/api/v1/evaluations/{id}/events"),
    "GetEvaluationScores": ("GET", "/api/v1/evaluations/{id}/scores"),
    "SubmitPredictions": ("POST", "/api/v1/evaluations/predictions"),
    "CancelEvaluation": ("POST", "/api/v1/evaluations/{id}/cancel"),
    "RetryEvaluation": ("POST", "/api/v1/evaluations/{id}/retry"),
    "GetReliability": ("GET", "/api/v1/evaluations/{id}/reliability"),
    "GetConfusions": ("GET", "/api/v1/evaluations/{id}/confusions"),
    "ListMistakes": ("GET", "/api/v1/evaluations/{id}/mistakes"),
    "GetSubgroups": ("GET", "/api/v1/evaluations/{id}/subgroups"),
    "GetFacets": ("GET", "/api/v1/evaluations/{id}/facets"),
    "GetFacetsCsv": ("GET", "/api/v1/evaluations/{id}/facets.csv"),
    "GetClassReport": ("GET", "/api/v1/evaluations/{id}/classes"),
    "GetLabelCounts": ("GET", "/api/v1/evaluations/{id}/label-counts"),
    "GetConformal": ("GET", "/api/v1/evaluations/{id}/conformal"),
    "GetCalibration": ("GET", "/api/v1/evaluations/{id}/calibration"),
    "ListExplanations": ("GET", "/api/v1/explanations"),
    "StartExplanations": ("POST", "/api/v1/explanations"),
    "GetExplanation": ("GET", "/api/v1/explanations/{id}"),
    "GetExplanationMap": ("GET", "/api/v1/explanations/{id}/maps/{image}"),
    "CancelExplanation": ("POST", "/api/v1/explanations/{id}/cancel"),
    "CreateKey": ("POST", "/api/v1/keys"),
    "ListKeys": ("GET", "/api/v1/keys"),
    "RotateKey": ("POST", "/api/v1/keys/{id}/rotate"),
    "RevokeKey": ("DELETE", "/api/v1/keys/{id}"),
    "GetLimits": ("GET", "/api/v1/limits"),
    "ListLabelErrors": ("GET", "/api/v1/datasets/{key}/label-errors"),
    "CheckMemorisation": ("GET", "/api/v1/datasets/{key}/memorisation"),
    "GetPrevalence": ("GET", "/api/v1/prevalence"),
    "ListVerdicts": ("GET", "/api/v1/datasets/{key}/verdicts"),
    "GetVerdictAgreement": ("GET", "/api/v1/datasets/{key}/verdicts/agreement"),
    "ListVerdictHistory": ("GET", "/api/v1/datasets/{key}/verdicts/{image}/history"),
    "PutVerdict": ("PUT", "/api/v1/datasets/{key}/verdicts/{image}"),
    "DeleteVerdict": ("DELETE", "/api/v1/datasets/{key}/verdicts/{image}"),
    "MakeLabelSetOfVerdicts": ("POST", "/api/v1/datasets/{key}/verdicts/label-set"),
    "ListLabelSets": ("GET", "/api/v1/label-sets"),
    "ImportLabelSet": ("POST", "/api/v1/label-sets"),
    "GetLabelSet": ("GET", "/api/v1/label-sets/{id}"),
    "ListHierarchies": ("GET", "/api/v1/hierarchies"),
    "RegisterHierarchy": ("POST", "/api/v1/hierarchies"),
    "RemoveHierarchy": ("DELETE", "/api/v1/hierarchies/{id}"),
    "ListErrorRules": ("GET", "/api/v1/error-rules"),
    "RegisterErrorRules": ("POST", "/api/v1/error-rules"),
    "GetLeaderboard": ("GET", "/api/v1/leaderboard"),
    "GetLeaderboardCsv": ("GET", "/api/v1/leaderboard.csv"),
    "GetLeaderboardMarkdown": ("GET", "/api/v1/leaderboard.md"),
    "GetLeaderboardLatex": ("GET", "/api/v1/leaderboard.tex"),
    "GetSlices": ("GET", "/api/v1/datasets/{key}/slices"),
    "GetSlicesCsv": ("GET", "/api/v1/datasets/{key}/slices.csv"),
    "GetLog": ("GET", "/api/v1/log"),
    "ListTreeHeads": ("GET", "/api/v1/log/heads"),
    "ListLogEntries": ("GET", "/api/v1/log/entries"),
    "GetInclusionProof": ("GET", "/api/v1/log/inclusion"),
    "GetConsistencyProof": ("GET", "/api/v1/log/consistency"),
    "GetProvenRow": ("GET", "/api/v1/log/rows/{evaluation}"),
    "GetEvidence": ("GET", "/api/v1/log/files/{kind}/{sha256}"),
    "ListReleases": ("GET", "/api/v1/log/releases"),
    "FreezeBoard": ("POST", "/api/v1/log/releases"),
    "GetRelease": ("GET", "/api/v1/log/releases/{name}"),
    "GetCalibrationParameters": ("GET", "/api/v1/metrics/calibration"),
    "ListMetrics": ("GET", "/api/v1/metrics"),
    "UploadModel": ("POST", "/api/v1/models"),
    "ListModels": ("GET", "/api/v1/models"),
    "GetModel": ("GET", "/api/v1/models/{id}"),
    "ChangeModel": ("PATCH", "/api/v1/models/{id}"),
    "DeleteModel": ("DELETE", "/api/v1/models/{id}"),
    "ListModelChanges": ("GET", "/api/v1/models/{id}/changes"),
    "GetModelRanks": ("GET", "/api/v1/models/{id}/ranks"),
    "GetModelCard": ("GET", "/api/v1/models/{id}/card.md"),
    "GetModelBibTeX": ("GET", "/api/v1/models/{id}/cite.bib"),
    "GetModelBadge": ("GET", "/api/v1/models/{id}/badge.svg"),
    "GetCorruptions": ("GET", "/api/v1/evaluations/{id}/corruptions"),
    "CompareWithParent": ("GET", "/api/v1/evaluations/{id}/parent"),
    "GetShapeBias": ("GET", "/api/v1/evaluations/{id}/shape-bias"),
    "GetEffectiveRobustness": ("GET", "/api/v1/leaderboard/effective-robustness"),
    "GetOracleRelative": ("GET", "/api/v1/leaderboard/oracle-relative"),
    "GetShapeBiasBoard": ("GET", "/api/v1/datasets/{key}/shape-bias"),
    "GetShapeBiasBoardCsv": ("GET", "/api/v1/datasets/{key}/shape-bias.csv"),
    "ListSavedViews": ("GET", "/api/v1/views"),
    "SaveView": ("POST", "/api/v1/views"),
    "DeleteSavedView": ("DELETE", "/api/v1/views/{code}"),
    "ListSuites": ("GET", "/api/v1/suites"),
    "AddSuite": ("POST", "/api/v1/suites"),
    "GetSuite": ("GET", "/api/v1/suites/{key}"),
    "GetSuiteBoard": ("GET", "/api/v1/suites/{key}/board"),
    "GetSuiteBoardCsv": ("GET", "/api/v1/suites/{key}/board.csv"),
    "GetSuiteReport": ("GET", "/api/v1/suites/{key}/models/{id}"),
    "GetSuiteReportCsv": ("GET", "/api/v1/suites/{key}/models/{id}/report.csv"),
    "RunSuite": ("POST", "/api/v1/suites/{key}/runs"),
    "ListTeams": ("GET", "/api/v1/teams"),
    "CreateTeam": ("POST", "/api/v1/teams"),
    "GetTeam": ("GET", "/api/v1/teams/{id}"),
    "DeleteTeam": ("DELETE", "/api/v1/teams/{id}"),
    "SetTeamMember": ("PUT", "/api/v1/teams/{id}/members/{key}"),
    "RemoveTeamMember": ("DELETE", "/api/v1/teams/{id}/members/{key}"),
    "GetUploadGraph": ("GET", "/api/v1/uploads/{id}/graph"),
    "DescribeUploads": ("OPTIONS", "/api/v1/uploads"),
    "CreateUpload": ("POST", "/api/v1/uploads"),
    "GetUploadOffset": ("HEAD", "/api/v1/uploads/{id}"),
    "AppendToUpload": ("PATCH", "/api/v1/uploads/{id}"),
    "DeleteUpload": ("DELETE", "/api/v1/uploads/{id}"),
    "CreateWebhook": ("POST", "/api/v1/webhooks"),
    "ListWebhooks": ("GET", "/api/v1/webhooks"),
    "DeleteWebhook": ("DELETE", "/api/v1/webhooks/{id}"),
    "TestWebhook": ("POST", "/api/v1/webhooks/{id}/test"),
    "ListWebhookDeliveries": ("GET", "/api/v1/webhooks/{id}/deliveries"),
}


AttackLoss = Literal["crossEntropy", "margin", "probabilityMargin", "logitsRatio"]


AttackNorm = Literal["linf", "l2"]


Binning = Literal["width", "mass"]


CalibrationStage = Literal["all", "before", "after"]


CheckSeverity = Literal["note", "warning"]


ConformalMethod = Literal["lac", "aps", "raps"]


ConformalScore = Literal["lac", "aps"]


DatasetState = Literal["importing", "ready", "failed"]


DeliveryState = Literal["pending", "delivered", "failed"]


DisputeMethod = Literal["confidentLearning", "confidentHead", "rankDisagreement"]


EmbeddingSimilarity = Literal["cosine", "euclidean"]


EvaluationState = Literal["queued", "inspecting", "running", "scoring", "completed", "failed", "cancelled", "partial"]


ExplainedClass = Literal["best", "label"]


LogEntryKind = Literal["submission", "receipt", "retraction", "release"]


MarginVerdict = Literal["notWorse", "worse", "undecided"]


MistakeKind = Literal["right", "collapsedClasses", "validMultiLabel", "sameSuperclass", "coOccurring", "nonPrototypical", "unexplained"]


MistakeOrder = Literal["image", "confidence"]


MistakeSeverity = Literal["none", "minor", "explained", "major"]


ModelState = Literal["inspecting", "ready", "invalid", "predictionsOnly"]


OrderedObjective = Literal["quadratic", "hinge", "distillation"]


OutputKind = Literal["logits", "probabilities", "logProbabilities", "sigmoid", "percentages", "scores", "embeddings"]


Role = Literal["reader", "submitter", "operator"]


StopOutcome = Literal["undecided", "better", "worse", "within", "above", "below"]


StopScope = Literal["population", "dataset"]


TensorLayout = Literal["nchw", "nhwc"]


Verdict = Literal["given", "guessed", "both", "neither", "unclear"]


VerdictBasis = Literal["interval", "measured"]


Visibility = Literal["public", "team", "private"]


class AttackFlagText(TypedDict):
    flag: str
    sentence: str


class AttackList(TypedDict):
    id: str
    key: str
    version: int
    images: int


class AttackNumbers(TypedDict):
    images: int
    excluded: int
    cleanAccuracy: AttackShare
    points: List[AttackPoint]
    withoutGradient: List[str]
    certified: Optional[CertificateSummary]
    ordered: Optional[List[OrderedPoint]]
    conformal: Optional[RobustConformalSummary]
    shown: List[ShownImage]


class AttackPoint(TypedDict):
    epsilon: float
    robust: AttackShare
    moved: AttackShare
    queries: int
    gradients: int
    byQueries: List[AttackQueries]


class AttackQueries(TypedDict):
    queries: int
    accuracy: float


class _AttackRequestOptional(TypedDict, total=False):
    norm: Optional[AttackNorm]
    epsilons: Optional[List[float]]
    attack: Optional[Literal["pgd", "apgd-ce", "apgd-t", "square", "standard", "ordered", "smoothing", "robust-conformal"]]
    loss: Optional[AttackLoss]
    steps: Optional[int]
    queries: Optional[int]
    restarts: Optional[int]
    ordered: Optional[OrderedRequest]
    conformal: Optional[RobustConformalRequest]
    sigma: Optional[float]
    selection: Optional[int]
    samples: Optional[int]
    alpha: Optional[float]
    seed: Optional[int]
    images: Optional[int]
    list: Optional[str]


class AttackRequest(_AttackRequestOptional):
    modelId: str
    dataset: str


class AttackShare(TypedDict):
    hits: int
    value: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]


class _AttackSpecOptional(TypedDict, total=False):
    loss: AttackLoss
    list: Optional[AttackList]
    smoothing: Optional[SmoothingSpec]
    ordered: Optional[OrderedSpec]
    conformal: Optional[RobustConformalSpec]


class AttackSpec(_AttackSpecOptional):
    norm: AttackNorm
    epsilons: List[float]
    attack: Literal["pgd", "apgd-ce", "apgd-t", "square", "standard", "ordered", "smoothing", "robust-conformal"]
    steps: int
    queries: int
    restarts: int
    seed: int
    images: int


class AttackView(TypedDict):
    checks: List[Check]
    id: str
    modelId: str
    modelName: str
    dataset: str
    state: EvaluationState
    spec: AttackSpec
    done: int
    total: int
    results: Optional[AttackNumbers]
    flags: List[AttackFlagText]
    error: Optional[Failure]
    record: Optional[RunRecord]
    createdAt: str
    startedAt: Optional[str]
    finishedAt: Optional[str]


class AttackViewPage(TypedDict):
    items: List[AttackView]
    next: Optional[str]


class _AudienceOptional(TypedDict, total=False):
    teamId: Optional[str]
    publicFrom: Optional[str]


class Audience(_AudienceOptional):
    visibility: Visibility


class AuditView(TypedDict):
    id: str
    at: str
    keyId: str
    key: str
    address: Optional[str]
    action: str
    path: str
    made: Optional[str]
    status: Optional[int]
    code: Optional[str]


class AuditViewPage(TypedDict):
    items: List[AuditView]
    next: Optional[str]


class _BalanceOptional(TypedDict, total=False):
    left: float


class Balance(_BalanceOptional):
    name: str
    limit: float
    used: float
    resetAt: Optional[str]
    team: Optional[str]


class BoxesForm(TypedDict):
    file: str


class BoxesView(TypedDict):
    dataset: str
    sha256: str
    images: int


class CalibrationAnswer(TypedDict):
    checks: List[Check]
    labelSet: str
    temperature: Optional[float]
    items: List[CalibrationNumber]
    missing: List[CalibrationGap]


class CalibrationFamilyView(TypedDict):
    id: str
    name: str
    formula: str
    metric: str


class CalibrationGap(TypedDict):
    family: str
    stage: CalibrationStage
    reason: str


class CalibrationNumber(TypedDict):
    family: str
    stage: CalibrationStage
    bins: int
    value: float
    n: int
    metric: Optional[str]


class CalibrationParameters(TypedDict):
    families: List[CalibrationFamilyView]
    bins: List[int]
    stages: List[CalibrationStageView]


class CalibrationStageView(TypedDict):
    id: CalibrationStage
    meaning: str


class CandidatePrecision(TypedDict):
    judged: int
    wrong: int
    precision: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]


class CandidateQuality(TypedDict):
    labelSet: str
    reviewed: int
    wrong: int
    flagged: int
    hits: int
    precision: Optional[float]
    recall: Optional[float]
    averagePrecision: Optional[float]
    suggestionRight: Optional[float]


class _CertificateSummaryOptional(TypedDict, total=False):
    reach: Optional[float]


class CertificateSummary(_CertificateSummaryOptional):
    right: AttackShare
    abstained: AttackShare
    points: List[CertifiedPoint]


class CertifiedPoint(TypedDict):
    radius: float
    certified: AttackShare


class Check(TypedDict):
    code: str
    severity: CheckSeverity
    message: str


ClassCoverage = TypedDict('ClassCoverage', {'class': 'ClassRef', 'coverage': 'CoverageLine'})


ClassLine = TypedDict('ClassLine', {'class': 'ClassRef', 'count': 'int', 'predicted': 'int', 'precision': 'ClassNumber', 'recall': 'ClassNumber', 'f1': 'ClassNumber', 'auroc': 'Optional[ClassNumber]'})


class ClassNumber(TypedDict):
    value: float
    ciLow: Optional[float]
    ciHigh: Optional[float]
    noInterval: Optional[NoIntervalView]


class ClassRef(TypedDict):
    index: int
    id: str
    name: str
    shortName: str


class ClassReportView(TypedDict):
    checks: List[Check]
    labelSet: str
    items: List[ClassLine]


class CleanRequest(TypedDict):
    dataset: Optional[str]


class CochranQTest(TypedDict):
    q: Optional[float]
    degreesOfFreedom: int
    n: int
    pValue: Optional[float]
    log10PValue: Optional[float]


class CompareResponse(TypedDict):
    checks: List[Check]
    dataset: str
    labelSet: str
    labelSetVersion: int
    a: ComparedModel
    b: ComparedModel
    n: int
    bothRight: int
    onlyA: int
    onlyB: int
    bothWrong: int
    difference: ComparedDifference
    mcNemar: McNemarTest
    images: List[DifferingImage]
    next: Optional[str]
    models: List[ComparedModel]
    pairs: List[ComparedPairView]
    cochranQ: CochranQTest
    pictures: Optional[int]


class ComparedDifference(TypedDict):
    value: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]


class ComparedModel(TypedDict):
    checks: List[Check]
    modelId: str
    name: str
    evaluationId: str
    accuracy: Optional[float]
    n: int


class ComparedPairView(TypedDict):
    first: str
    second: str
    n: int
    bothRight: int
    onlyFirst: int
    onlySecond: int
    bothWrong: int
    difference: ComparedDifference
    mcNemar: McNemarTest
    adjustedPValue: Optional[float]
    errorConsistency: ConsistencyOfErrors
    errorOverlap: Optional[float]


class ConformalAnswer(TypedDict):
    checks: List[Check]
    labelSet: str
    alpha: float
    calibratedOn: str
    measuredOn: str
    calibrationImages: int
    n: int
    items: List[ConformalSets]


class ConformalSetNumbers(TypedDict):
    coverage: AttackShare
    medianSize: Optional[int]
    medianLow: Optional[float]
    medianHigh: Optional[float]
    meanSize: Optional[float]
    meanLow: Optional[float]
    meanHigh: Optional[float]


class ConformalSets(TypedDict):
    method: ConformalMethod
    threshold: Optional[float]
    coverage: CoverageLine
    meanSize: Optional[float]
    medianSize: Optional[float]
    emptySets: int
    bySize: List[SizeCoverage]
    byClass: List[ClassCoverage]


class ConfusionPair(TypedDict):
    label: ClassRef
    predicted: ClassRef
    count: int


class Confusions(TypedDict):
    checks: List[Check]
    labelSet: str
    mistakes: int
    items: List[ConfusionPair]


class _ConsistencyOfErrorsOptional(TypedDict, total=False):
    noInterval: Optional[NoIntervalView]


class ConsistencyOfErrors(_ConsistencyOfErrorsOptional):
    kappa: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    observed: Optional[float]
    expected: Optional[float]


ConsistencyProof = TypedDict('ConsistencyProof', {'from': 'int', 'to': 'int', 'path': 'List[str]'})


class CorrelationsAnswer(TypedDict):
    checks: List[Check]
    dataset: str
    labelSet: str
    models: int
    columns: List[str]
    kendall: List[List[Optional[float]]]
    spearman: List[List[Optional[float]]]
    n: List[List[int]]


class CorruptionCurve(TypedDict):
    checks: List[Check]
    labelSet: str
    cleanError: Optional[float]
    corruptions: List[CorruptionLine]


class CorruptionLine(TypedDict):
    corruption: str
    averaged: bool
    alexNetError: Optional[float]
    points: List[CorruptionPoint]


class CorruptionPoint(TypedDict):
    severity: int
    level: str
    error: float
    ciLow: Optional[float]
    ciHigh: Optional[float]
    n: int


class CoverageLine(TypedDict):
    n: int
    value: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    noInterval: Optional[NoIntervalView]


class _CreateKeyRequestOptional(TypedDict, total=False):
    expiresAt: Optional[str]


class CreateKeyRequest(_CreateKeyRequestOptional):
    name: str
    role: Role


class CreateTeamRequest(TypedDict):
    name: str


class CreateWebhookRequest(TypedDict):
    url: str


class CreatedKey(TypedDict):
    id: str
    name: str
    role: Role
    key: str
    createdAt: str
    expiresAt: Optional[str]
    previousUntil: Optional[str]


class CreatedWebhook(TypedDict):
    id: str
    url: str
    secret: str
    createdAt: str


class CueBoard(TypedDict):
    checks: List[Check]
    dataset: str
    shapeLabelSet: str
    textureLabelSet: str
    classes: List[ClassRef]
    people: List[str]
    rows: List[CueRow]


class CueConsistency(TypedDict):
    personId: str
    n: int
    errors: ConsistencyOfErrors


class CueCount(TypedDict):
    n: int
    shape: int
    texture: int
    shapeBias: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]


class _CueRowOptional(TypedDict, total=False):
    meanKappaNoInterval: Optional[NoIntervalView]


class CueRow(_CueRowOptional):
    checks: List[Check]
    modelId: str
    model: str
    evaluationId: str
    isPerson: bool
    all: CueCount
    byClass: List[CueCount]
    withPeople: List[CueConsistency]
    meanKappa: Optional[float]


class CurvePoint(TypedDict):
    prevalence: float
    images: float
    accuracy: float


class DatasetPatch(TypedDict, total=False):
    sharing: Optional[Audience]


class DatasetView(TypedDict):
    id: str
    key: str
    variant: str
    layout: str
    path: str
    classes: str
    state: DatasetState
    error: Optional[Failure]
    progress: Optional[ImportProgress]
    imageCount: int
    classCount: int
    classSpaceSize: int
    hasImages: bool
    clean: Optional[str]
    outOfDistribution: bool
    oracleModelId: Optional[str]
    heldOutUntil: Optional[str]
    ladder: bool
    generated: Optional[GenerationRecipe]
    boxedImages: int
    checks: List[Check]
    manifestHash: Optional[str]
    sharing: Audience
    labelSets: str
    createdAt: str


class DatasetViewPage(TypedDict):
    items: List[DatasetView]
    next: Optional[str]


class DifferingImage(TypedDict):
    index: int
    name: Optional[str]
    right: str


class DoctorAdvice(TypedDict):
    change: str
    preprocessing: str
    declaredTop1: float
    alternativeTop1: float
    gainLow: float
    gainHigh: float
    p: float
    images: int
    message: str


class EffectiveRobustnessBoard(TypedDict):
    checks: List[Check]
    dataset: str
    labelSet: str
    labelSetVersion: int
    slope: Optional[float]
    intercept: Optional[float]
    rSquared: Optional[float]
    n: int
    rows: List[EffectiveRobustnessRow]


class EffectiveRobustnessRow(TypedDict):
    checks: List[Check]
    modelId: str
    name: str
    evaluationId: str
    baseline: bool
    clean: float
    shifted: float
    expected: Optional[float]
    effective: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]


class _EmbeddingContractOptional(TypedDict, total=False):
    similarity: EmbeddingSimilarity
    temperature: float


class EmbeddingContract(_EmbeddingContractOptional):
    classes: str


class EmbeddingRecord(TypedDict):
    similarity: EmbeddingSimilarity
    temperature: float
    classes: int
    width: int
    sha256: str


class _EnginePlanOptional(TypedDict, total=False):
    pinned: bool


class EnginePlan(_EnginePlanOptional):
    batch: int
    sessions: int
    threads: int
    bytesIn: bool


class EngineRecord(TypedDict):
    machine: str
    provider: str
    runtimeVersion: str
    instructionSet: str
    tf32: bool
    options: str


class ErrorEvidence(TypedDict):
    superclasses: int
    superclassSource: str
    collapsedPairs: int
    coOccurringPairs: int
    coOccurringSource: Optional[str]
    nonPrototypicalSources: List[str]


class ErrorKindCount(TypedDict):
    kind: MistakeKind
    severity: MistakeSeverity
    count: int
    share: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    ofErrors: Optional[float]
    ofErrorsCiLow: Optional[float]
    ofErrorsCiHigh: Optional[float]


class ErrorKinds(TypedDict):
    checks: List[Check]
    labelSet: str
    labelSetVersion: int
    n: int
    notOwn: int
    errors: int
    items: List[ErrorKindCount]
    missing: List[MissingErrorKind]
    evidence: ErrorEvidence


class ErrorRulesView(TypedDict):
    id: str
    source: Optional[str]
    hash: str
    superclasses: int
    collapsedPairs: int
    createdAt: str


class ErrorRulesViewPage(TypedDict):
    items: List[ErrorRulesView]
    next: Optional[str]


class EvaluationLinks(TypedDict):
    self: str
    events: str
    scores: str
    predictions: str


class EvaluationProgress(TypedDict):
    done: int
    total: int
    imagesPerSecond: Optional[float]
    etaSeconds: Optional[float]
    queuePosition: Optional[int]


class EvaluationScores(TypedDict):
    checks: List[Check]
    items: List[ScoreView]
    missing: List[MissingScoreView]


class EvaluationSummary(TypedDict):
    id: str
    modelId: str
    modelName: str
    dataset: str
    state: EvaluationState
    verified: bool
    done: int
    total: int
    error: Optional[Failure]
    createdAt: str
    finishedAt: Optional[str]


class EvaluationSummaryPage(TypedDict):
    items: List[EvaluationSummary]
    next: Optional[str]


class _EvaluationViewOptional(TypedDict, total=False):
    earlierTries: Optional[int]
    rowsRoot: Optional[str]


class EvaluationView(_EvaluationViewOptional):
    id: str
    modelId: str
    modelName: str
    dataset: str
    state: EvaluationState
    verified: bool
    progress: EvaluationProgress
    error: Optional[Failure]
    preprocessing: Optional[PreprocessingContract]
    record: Optional[RunRecord]
    checks: List[Check]
    advice: Optional[DoctorAdvice]
    stopWhen: Optional[StopRule]
    decision: Optional[StopDecision]
    attempt: int
    revision: int
    createdAt: str
    startedAt: Optional[str]
    finishedAt: Optional[str]
    links: EvaluationLinks
    scores: List[ScoreView]


class EvaluationViewPage(TypedDict):
    items: List[EvaluationView]
    next: Optional[str]


ExplainedLine = TypedDict('ExplainedLine', {'index': 'int', 'path': 'str', 'class': 'int', 'probability': 'float', 'insertion': 'float', 'deletion': 'float', 'pointing': 'Optional[Pointing]', 'whyNotPointing': 'Optional[str]', 'flat': 'bool'})


ExplanationRequest = TypedDict('ExplanationRequest', {'modelIds': 'List[str]', 'dataset': 'str', 'image': 'Optional[str]', 'images': 'Optional[int]', 'method': 'Optional[Literal["gradient-input", "integrated-gradients", "smoothgrad", "grad-cam", "occlusion", "rise"]]', 'draws': 'Optional[int]', 'class': 'Optional[ExplainedClass]', 'seed': 'Optional[int]'})


ExplanationSpec = TypedDict('ExplanationSpec', {'method': 'Literal["gradient-input", "integrated-gradients", "smoothgrad", "grad-cam", "occlusion", "rise"]', 'draws': 'int', 'class': 'ExplainedClass', 'image': 'Optional[int]', 'images': 'int', 'seed': 'int', 'boxes': 'Optional[str]', 'needsGradient': 'bool'})


class _ExplanationSummaryOptional(TypedDict, total=False):
    features: Optional[FeatureTensor]
    pointing: Optional[PointingGame]
    flat: int
    steps: Optional[List[str]]


class ExplanationSummary(_ExplanationSummaryOptional):
    images: List[ExplainedLine]
    excluded: int
    insertion: MeanCurve
    deletion: MeanCurve


class ExplanationView(TypedDict):
    checks: List[Check]
    id: str
    modelId: str
    modelName: str
    dataset: str
    image: Optional[int]
    state: EvaluationState
    spec: ExplanationSpec
    done: int
    total: int
    results: Optional[ExplanationSummary]
    error: Optional[Failure]
    record: Optional[RunRecord]
    createdAt: str
    startedAt: Optional[str]
    finishedAt: Optional[str]


class ExplanationViewPage(TypedDict):
    items: List[ExplanationView]
    next: Optional[str]


Facet = TypedDict('Facet', {'set': 'str', 'version': 'int', 'name': 'str', 'n': 'int', 'values': 'List[FacetRow]', 'from': 'Optional[str]', 'whyNoFlips': 'Optional[str]'})


class FacetAnswer(TypedDict):
    checks: List[Check]
    labelSet: str
    n: int
    accuracy: Optional[float]
    tests: int
    facets: List[Facet]
    within: Optional[str]
    choices: List[FacetChoice]
    clustered: bool


class FacetChoice(TypedDict):
    name: str
    values: List[str]


class _FacetFlipsOptional(TypedDict, total=False):
    ratioNoInterval: Optional[NoIntervalView]


class FacetFlips(_FacetFlipsOptional):
    films: int
    rate: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    ratio: Optional[float]
    ratioLow: Optional[float]
    ratioHigh: Optional[float]
    pValue: Optional[float]
    adjustedPValue: Optional[float]


class FacetName(TypedDict):
    set: str
    facet: str


class _FacetRowOptional(TypedDict, total=False):
    errorRatioNoInterval: Optional[NoIntervalView]
    eceNoInterval: Optional[NoIntervalView]


class FacetRow(_FacetRowOptional):
    value: str
    n: int
    accuracy: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    errorRatio: Optional[float]
    errorRatioLow: Optional[float]
    errorRatioHigh: Optional[float]
    ece: Optional[float]
    eceLow: Optional[float]
    eceHigh: Optional[float]
    pValue: Optional[float]
    adjustedPValue: Optional[float]
    flips: Optional[FacetFlips]


class Failure(TypedDict):
    code: str
    message: str
    nextStep: str


class FeatureTensor(TypedDict):
    node: str
    channels: int
    height: int
    width: int


class _FreezeRequestOptional(TypedDict, total=False):
    note: Optional[str]


class FreezeRequest(_FreezeRequestOptional):
    name: str


class _GenerateDatasetRequestOptional(TypedDict, total=False):
    corruptions: Optional[List[str]]
    severities: Optional[List[int]]
    seed: int
    jpegQuality: Optional[int]


class GenerateDatasetRequest(_GenerateDatasetRequestOptional):
    key: str
    family: Literal["imagenet-c", "imagenet-c-bar", "imagenet-w", "imagenet-patch"]


class GenerationRecipe(TypedDict):
    parent: str
    family: str
    corruptions: List[str]
    severities: List[int]
    seed: int
    jpegQuality: Optional[int]


class GraphEmbedding(TypedDict):
    classes: int
    width: int
    sha256: str


class GraphInput(TypedDict):
    name: str
    type: str
    layout: str
    batch: Optional[int]
    height: Optional[int]
    width: Optional[int]


class GraphOutput(TypedDict):
    name: str
    type: str
    width: Optional[int]
    scale: str


class GraphWeights(TypedDict):
    type: str
    elements: int


class HierarchyView(TypedDict):
    id: str
    source: Optional[str]
    hash: str
    relations: int
    createdAt: str


class HierarchyViewPage(TypedDict):
    items: List[HierarchyView]
    next: Optional[str]


class ImageAnswer(TypedDict):
    checks: List[Check]
    modelId: str
    name: str
    evaluationId: str
    best: List[RankedClass]
    rightUnder: List[str]


class ImageLabels(TypedDict):
    checks: List[Check]
    labelSet: str
    version: int
    kind: Literal["single", "set", "slice", "annotations"]
    excluded: Optional[str]
    labels: List[ClassRef]
    unclear: List[ClassRef]
    remarks: Dict[str, str]
    right: Optional[int]


class ImageReport(TypedDict):
    checks: List[Check]
    dataset: str
    image: int
    name: str
    hasPicture: bool
    labelSets: List[ImageLabels]
    verdict: Optional[VerdictView]
    models: List[ImageAnswer]
    nobodyRight: bool


class ImportProgress(TypedDict):
    done: int
    total: int


class InclusionProof(TypedDict):
    place: int
    size: int
    leafHash: str
    path: List[str]


class InputDescription(TypedDict):
    name: str
    elementType: str
    layout: TensorLayout
    height: Optional[int]
    width: Optional[int]
    fixedBatch: Optional[int]


class KeyBalances(TypedDict):
    key: str
    limits: List[Balance]


class KeyView(TypedDict):
    id: str
    name: str
    role: Role
    prefix: str
    subject: Optional[str]
    createdAt: str
    expiresAt: Optional[str]
    lastUsedAt: Optional[str]
    previousUntil: Optional[str]
    revokedAt: Optional[str]


class KeyViewPage(TypedDict):
    items: List[KeyView]
    next: Optional[str]


class LabelCountGroup(TypedDict):
    labels: int
    n: int
    accuracy: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]


class LabelCountReport(TypedDict):
    checks: List[Check]
    labelSet: str
    items: List[LabelCountGroup]


class LabelErrorCandidate(TypedDict):
    rank: int
    image: int
    name: str
    given: ClassRef
    suggested: ClassRef
    backing: float
    support: float
    models: int
    margin: float
    reviewed: Optional[str]
    verdict: Optional[Verdict]
    votes: int
    agreement: Optional[float]
    listed: List[str]
    distance: Optional[int]


class LabelErrorPage(TypedDict):
    checks: List[Check]
    dataset: str
    labelSet: str
    labelSetVersion: int
    minBacking: float
    models: List[VotingModel]
    candidates: int
    matching: int
    here: CandidatePrecision
    quality: Optional[CandidateQuality]
    qualityMissing: Optional[Failure]
    items: List[LabelErrorCandidate]
    next: Optional[str]


class LabelSetForm(TypedDict):
    file: str
    manifest: LabelSetManifest


class _LabelSetManifestOptional(TypedDict, total=False):
    key: Optional[str]
    source: Optional[str]
    columns: Optional[Dict[str, str]]
    disagrees: bool


class LabelSetManifest(_LabelSetManifestOptional):
    dataset: str
    format: Literal["real-json", "cleanlab-mturk", "multilabel-v3", "imagenetv2", "mistakes", "facets", "image-list", "csv", "json"]


class LabelSetView(TypedDict):
    id: str
    dataset: str
    key: str
    version: int
    kind: Literal["single", "set", "slice", "annotations"]
    format: str
    source: Optional[str]
    sourceSha256: Optional[str]
    hash: str
    used: int
    excluded: Dict[str, int]
    checks: List[Check]
    isCurrent: bool
    scored: int
    toScore: int
    failed: int
    createdAt: str


class LabelSetViewPage(TypedDict):
    items: List[LabelSetView]
    next: Optional[str]


class LeaderboardCell(TypedDict):
    value: float
    ciLow: Optional[float]
    ciHigh: Optional[float]
    n: int
    noInterval: Optional[NoIntervalView]


class LeaderboardDifference(TypedDict):
    value: float
    ciLow: Optional[float]
    ciHigh: Optional[float]
    p: Optional[float]
    pAdjusted: Optional[float]


class LeaderboardModel(TypedDict):
    id: str
    name: str
    owner: Optional[str]
    architecture: Optional[str]
    trainingData: Optional[str]
    license: Optional[str]
    url: Optional[str]
    tags: List[str]
    precision: Optional[str]
    parameters: Optional[int]
    macs: Optional[int]
    evaluatedAt: str


class LeaderboardResponse(TypedDict):
    dataset: str
    labelSet: str
    labelSetVersion: int
    metric: str
    higherIsBetter: bool
    standing: Literal["pairedTests", "separateIntervals", "pending"]
    columns: List[str]
    checks: List[Check]
    models: int
    matching: int
    rows: List[LeaderboardRow]
    next: Optional[str]
    baseline: Optional[LeaderboardRow]


class _LeaderboardRowOptional(TypedDict, total=False):
    earlierTries: Optional[int]
    spotCheck: Optional[LeaderboardSpotCheck]
    noInterval: Optional[NoIntervalView]


class LeaderboardRow(_LeaderboardRowOptional):
    rank: Optional[int]
    rankInterval: Optional[List[int]]
    tieGroup: Optional[int]
    model: LeaderboardModel
    evaluationId: str
    verified: bool
    checks: List[Check]
    value: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    n: Optional[int]
    columns: Dict[str, Optional[LeaderboardCell]]
    beingScored: List[str]
    difference: Optional[LeaderboardDifference]


class LeaderboardSpotCheck(TypedDict):
    n: int
    differ: int
    mostFalse: float


class LogEntryView(TypedDict):
    place: int
    kind: LogEntryKind
    body: Optional[str]
    leafHash: str


class LogView(TypedDict):
    publicKey: str
    head: SignedHead


class McNemarTest(TypedDict):
    pValue: float
    log10PValue: float


class MeanCurve(TypedDict):
    area: MeanOf
    probabilities: List[MeanOf]


class MeanOf(TypedDict):
    value: float
    ciLow: Optional[float]
    ciHigh: Optional[float]


class MemorisationAnswer(TypedDict):
    checks: List[Check]
    dataset: str
    labelSet: str
    reviews: str
    mislabelled: int
    window: float
    models: List[ModelMemorisation]


class MetricChange(TypedDict):
    metric: str
    value: float
    parent: float
    change: float
    better: Optional[bool]


class MetricDescription(TypedDict):
    id: str
    version: int
    name: str
    family: Literal["accuracy", "multi-label", "calibration", "confidence", "robustness", "open-set", "conformal", "comparison"]
    direction: Literal["higher", "lower", "none"]
    minimum: Optional[float]
    maximum: Optional[float]
    formula: str
    source: str
    defaults: Dict[str, str]
    atBorder: Optional[str]
    whyNoInterval: Optional[str]
    basis: Literal["predictions", "clean-evaluation", "parent-evaluation", "board", "suite", "request"]


class MetricDescriptionPage(TypedDict):
    items: List[MetricDescription]
    next: Optional[str]


class MissingErrorKind(TypedDict):
    kind: str
    reason: str


class MissingMember(TypedDict):
    member: str
    reason: Failure


class MissingScoreView(TypedDict):
    labelSet: str
    metric: str
    reason: str


class Mistake(TypedDict):
    image: int
    name: str
    labels: List[ClassRef]
    predicted: ClassRef
    confidence: Optional[float]
    kind: Optional[MistakeKind]


class MistakePage(TypedDict):
    checks: List[Check]
    items: List[Mistake]
    next: Optional[str]


class ModelAuditView(TypedDict):
    id: str
    modelId: str
    modelName: str
    dataset: str
    state: EvaluationState
    spotCheck: Optional[SpotCheckView]
    ownership: Optional[OwnershipView]
    error: Optional[Failure]
    createdAt: str
    finishedAt: Optional[str]


class ModelChangeView(TypedDict):
    field: str
    before: Optional[str]
    after: Optional[str]
    by: Optional[str]
    changedAt: str


class ModelChangeViewPage(TypedDict):
    items: List[ModelChangeView]
    next: Optional[str]


class _ModelFormOptional(TypedDict, total=False):
    file: Optional[str]


class ModelForm(_ModelFormOptional):
    manifest: ModelManifest


class _ModelGraphOptional(TypedDict, total=False):
    operators: Optional[Dict[str, int]]
    embedding: Optional[GraphEmbedding]


class ModelGraph(_ModelGraphOptional):
    producer: str
    opsets: Dict[str, int]
    input: GraphInput
    outputs: List[GraphOutput]
    nodes: int
    parameters: int
    macs: int
    precision: str
    weights: List[GraphWeights]
    uncounted: List[str]
    externalBytes: int


class _ModelInspectionOptional(TypedDict, total=False):
    plan: Optional[EnginePlan]
    engine: Optional[EngineRecord]
    sample: List[float]
    checks: List[Check]


class ModelInspection(_ModelInspectionOptional):
    input: InputDescription
    outputs: List[OutputDescription]
    provider: str
    runtimeVersion: str
    machine: str
    cage: str
    batch: int
    speed: ModelSpeed


class _ModelManifestOptional(TypedDict, total=False):
    description: Optional[str]
    architecture: Optional[str]
    trainingData: Optional[str]
    parentModelId: Optional[str]
    license: Optional[str]
    url: Optional[str]
    preprocessing: Optional[PreprocessingRequest]
    output: Optional[str]
    backgroundClass: Optional[int]
    embedding: Optional[EmbeddingContract]
    uploadId: Optional[str]
    outputKind: Optional[Literal["logits", "probabilities", "logProbabilities", "sigmoid", "percentages", "scores"]]
    tags: Optional[List[str]]
    sharing: Optional[Audience]


class ModelManifest(_ModelManifestOptional):
    name: str


class ModelMemorisation(TypedDict):
    checks: List[Check]
    modelId: str
    name: str
    correctedAccuracy: Optional[float]
    rate: Optional[float]
    peers: int
    peerMean: Optional[float]
    excess: Optional[float]
    deviations: Optional[float]


class ModelPatch(TypedDict, total=False):
    name: Optional[str]
    description: Optional[str]
    architecture: Optional[str]
    trainingData: Optional[str]
    license: Optional[str]
    url: Optional[str]
    tags: Optional[List[str]]
    sharing: Optional[Audience]


class ModelPrevalence(TypedDict):
    checks: List[Check]
    modelId: str
    name: str
    natural: Optional[float]
    highest: Optional[float]
    mislabelledAccuracy: Optional[float]
    points: List[CurvePoint]


class ModelRank(TypedDict):
    checks: List[Check]
    dataset: str
    labelSet: str
    metric: str
    rank: int
    models: int
    history: List[RankStep]


class ModelSpeed(TypedDict):
    imagesPerSecond: float
    windows: List[float]
    latencyP50Milliseconds: float
    latencyP99Milliseconds: float
    peakBytes: int


class ModelSubmission(TypedDict):
    newEntry: bool
    newFile: bool
    ignored: List[str]


class ModelSummary(TypedDict):
    id: str
    name: str
    owner: Optional[str]
    state: ModelState
    architecture: Optional[str]
    trainingData: Optional[str]
    precision: Optional[str]
    parameters: Optional[int]
    macs: Optional[int]
    sha256: Optional[str]
    fileSize: int
    createdAt: str


class ModelSummaryPage(TypedDict):
    items: List[ModelSummary]
    next: Optional[str]


class _ModelViewOptional(TypedDict, total=False):
    submission: Optional[ModelSubmission]


class ModelView(_ModelViewOptional):
    id: str
    name: str
    owner: Optional[str]
    state: ModelState
    error: Optional[Failure]
    description: Optional[str]
    architecture: Optional[str]
    trainingData: Optional[str]
    license: Optional[str]
    url: Optional[str]
    tags: List[str]
    parentModelId: Optional[str]
    preprocessing: Optional[PreprocessingContract]
    output: Optional[str]
    backgroundClass: Optional[int]
    embedding: Optional[EmbeddingContract]
    sha256: Optional[str]
    fileSize: int
    fileName: Optional[str]
    precision: Optional[str]
    parameters: Optional[int]
    macs: Optional[int]
    graph: Optional[ModelGraph]
    inspection: Optional[ModelInspection]
    checks: List[Check]
    sharing: Audience
    evaluations: str
    createdAt: str


class NearDuplicateAnswer(TypedDict):
    dataset: str
    other: str
    images: int
    mostBits: int
    pairs: List[NearDuplicatePair]


class NearDuplicatePair(TypedDict):
    image: int
    name: str
    otherImage: int
    otherName: str
    bits: int


class NoIntervalView(TypedDict):
    code: Literal["metric-has-none", "pictures-repeated", "images-alike", "too-few-images", "none-or-all-right", "at-border", "member-without-interval", "none-elsewhere", "several-labels", "reason-not-kept"]
    reason: str


class OpenedRow(TypedDict):
    row: str
    place: int
    size: int
    path: List[str]
    rowsRoot: str


class OracleRelativeBoard(TypedDict):
    checks: List[Check]
    dataset: str
    labelSet: str
    clean: str
    oracleModelId: str
    oracleName: str
    rows: List[OracleRelativeRow]


class OracleRelativeRow(TypedDict):
    checks: List[Check]
    modelId: str
    name: str
    ratio: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    perturbed: Optional[float]
    clean: Optional[float]
    perturbedImages: int
    cleanImages: int


class OracleRequest(TypedDict):
    modelId: Optional[str]


class OrderChangeView(TypedDict):
    first: ComparedModel
    second: ComparedModel
    differenceBefore: ComparedDifference
    pValueBefore: float
    adjustedBefore: float
    differenceAfter: ComparedDifference
    pValueAfter: float
    adjustedAfter: float


class OrderChangesAnswer(TypedDict):
    checks: List[Check]
    dataset: str
    before: str
    after: str
    models: int
    pairs: int
    changed: int
    items: List[OrderChangeView]


class OrderedEnergy(TypedDict):
    mean: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    smallest: Optional[float]
    largest: Optional[float]


class OrderedPoint(TypedDict):
    topK: int
    reached: AttackShare
    l1: OrderedEnergy
    l2: OrderedEnergy
    linf: OrderedEnergy
    queries: int
    gradients: int


class OrderedRequest(TypedDict, total=False):
    topK: Optional[List[int]]
    classes: Optional[List[int]]
    objective: Optional[OrderedObjective]
    rounds: Optional[int]
    margin: Optional[float]
    refinements: Optional[int]


class _OrderedSpecOptional(TypedDict, total=False):
    classes: Optional[List[int]]


class OrderedSpec(_OrderedSpecOptional):
    topK: List[int]
    objective: OrderedObjective
    rounds: int
    margin: float
    refinements: int


class _OutputDescriptionOptional(TypedDict, total=False):
    varies: bool
    repeats: bool


class OutputDescription(_OutputDescriptionOptional):
    name: str
    width: int
    kind: OutputKind
    kindIsGuessed: bool


class OwnershipForm(TypedDict):
    file: str
    manifest: TaggantRequest


class OwnershipView(TypedDict):
    keys: int
    topK: int
    level: float
    commitment: str
    hits: Optional[int]
    log10PValue: Optional[float]
    detected: Optional[bool]
    certificate: Optional[SignedText]
    earlierTests: int


class PairCrossing(TypedDict):
    first: str
    second: str
    prevalence: Optional[float]
    accuracy: Optional[float]
    differenceAtNatural: Optional[float]
    differenceAtHighest: Optional[float]


class ParentComparison(TypedDict):
    checks: List[Check]
    labelSet: str
    parentModelId: str
    parentName: str
    parentEvaluationId: str
    changes: List[MetricChange]


class Pointing(TypedDict):
    x: int
    y: int
    distance: Optional[float]


class _PointingGameOptional(TypedDict, total=False):
    beyond: int
    problem: Optional[str]
    nowhere: int


class PointingGame(_PointingGameOptional):
    images: int
    outside: int
    hits: AttackShare
    near: AttackShare


class _PredictionsFormOptional(TypedDict, total=False):
    order: Optional[str]


class PredictionsForm(_PredictionsFormOptional):
    file: str
    manifest: PredictionsManifest


class _PredictionsManifestOptional(TypedDict, total=False):
    description: Optional[str]
    architecture: Optional[str]
    trainingData: Optional[str]
    license: Optional[str]
    url: Optional[str]
    modelId: Optional[str]
    parentModelId: Optional[str]
    outputKind: Optional[Literal["logits", "probabilities", "logProbabilities", "sigmoid", "percentages", "scores"]]
    tags: Optional[List[str]]
    sharing: Optional[Audience]


class PredictionsManifest(_PredictionsManifestOptional):
    name: str
    dataset: str
    format: Literal["csv", "npz", "topk-npy"]


class _PreprocessingContractOptional(TypedDict, total=False):
    resize: Optional[int]
    layout: Optional[Literal["nchw", "nhwc"]]


class PreprocessingContract(_PreprocessingContractOptional):
    input_size: List[int]
    interpolation: Literal["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"]
    crop_pct: float
    crop_mode: Literal["center", "border", "squash"]
    mean: List[float]
    std: List[float]
    channel_order: Literal["rgb", "bgr"]
    value_range: Literal["unit", "byte"]


class PreprocessingRequest(TypedDict, total=False):
    input_size: Optional[List[int]]
    interpolation: Optional[Literal["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"]]
    crop_pct: Optional[float]
    crop_mode: Optional[Literal["center", "border", "squash"]]
    mean: Optional[List[float]]
    std: Optional[List[float]]
    channel_order: Optional[Literal["rgb", "bgr"]]
    value_range: Optional[Literal["unit", "byte"]]
    resize: Optional[int]
    layout: Optional[Literal["nchw", "nhwc"]]


class PrevalenceAnswer(TypedDict):
    checks: List[Check]
    dataset: str
    labelSet: str
    reviews: str
    removable: str
    mislabelled: int
    curves: List[ModelPrevalence]
    crossings: List[PairCrossing]


class _ProblemDetailsOptional(TypedDict, total=False):
    type: str
    errors: Dict[str, List[str]]
    traceId: str


class ProblemDetails(_ProblemDetailsOptional):
    title: str
    status: int
    detail: str
    code: str
    nextStep: str


class ProvenEntry(TypedDict):
    place: int
    body: str
    path: List[str]


class ProvenRow(TypedDict):
    publicKey: str
    head: SignedHead
    submission: Optional[ProvenEntry]
    receipt: ProvenEntry
    retraction: Optional[ProvenEntry]
    earlier: Optional[SignedHead]
    consistency: List[str]
    files: RowFiles


class Quantity(TypedDict):
    value: int


class RankStep(TypedDict):
    since: str
    rank: int
    models: int
    passedBy: Optional[str]


RankedClass = TypedDict('RankedClass', {'class': 'ClassRef', 'probability': 'Optional[float]'})


class _RegisterDatasetRequestOptional(TypedDict, total=False):
    classes: str
    clean: Optional[str]
    masked: bool
    outOfDistribution: bool
    heldOutUntil: Optional[str]
    ladder: bool
    sharing: Optional[Audience]


class RegisterDatasetRequest(_RegisterDatasetRequestOptional):
    key: str
    variant: str
    layout: Literal["imagefolder", "ilsvrc-flat", "imagenet-c", "imagenetv2", "sequences", "csv", "tar", "webdataset", "parquet"]
    path: str


class ReleaseRow(TypedDict):
    evaluation: str
    dataset: str
    labelSet: str
    place: int
    address: str


class ReleaseView(TypedDict):
    name: str
    note: Optional[str]
    at: str
    head: SignedHead
    rows: Optional[List[ReleaseRow]]


class Reliability(TypedDict):
    checks: List[Check]
    labelSet: str
    binning: Binning
    n: int
    bins: List[ReliabilityBar]


class ReliabilityBar(TypedDict):
    low: float
    high: float
    count: int
    confidence: Optional[float]
    accuracy: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]


class RobustConformalPoint(TypedDict):
    radius: float
    rscp: ConformalSetNumbers
    rscpPlus: ConformalSetNumbers


class RobustConformalRequest(TypedDict, total=False):
    score: Optional[ConformalScore]
    sigma: Optional[float]
    samples: Optional[int]
    alpha: Optional[float]
    beta: Optional[float]
    calibration: Optional[int]
    holdout: Optional[int]


class RobustConformalSpec(TypedDict):
    score: ConformalScore
    sigma: float
    samples: int
    alpha: float
    beta: float
    calibration: int
    holdout: int


class RobustConformalSummary(TypedDict):
    holdout: int
    calibration: int
    tested: int
    threshold: Optional[float]
    plusThreshold: Optional[float]
    correction: float
    points: List[RobustConformalPoint]


class RotateKeyRequest(TypedDict, total=False):
    overlapSeconds: Optional[int]
    expiresAt: Optional[str]


class RowFiles(TypedDict):
    predictions: str
    labels: str
    manifest: str


class _RunRecordOptional(TypedDict, total=False):
    kindIsDeclared: bool
    backgroundClass: Optional[int]
    embedding: Optional[EmbeddingRecord]
    fixedBatch: bool
    sessions: int
    bytesIn: bool
    pinned: bool
    engines: List[EngineRecord]
    undecodable: List[int]


class RunRecord(_RunRecordOptional):
    input: str
    inputElementType: str
    layout: TensorLayout
    output: str
    outputWidth: int
    outputKind: OutputKind
    batch: int
    threads: int
    geometry: str
    manifestHash: str
    decoder: str
    provider: str
    cage: str
    runtimeVersion: str
    machine: str


class _RunSuiteRequestOptional(TypedDict, total=False):
    preprocessing: Optional[PreprocessingRequest]


class RunSuiteRequest(_RunSuiteRequestOptional):
    modelId: str


class SaveViewRequest(TypedDict):
    name: str
    address: str


class SavedViewAnswer(TypedDict):
    code: str
    name: str
    address: str
    link: str
    owner: Optional[str]
    createdAt: str


class SavedViewAnswerPage(TypedDict):
    items: List[SavedViewAnswer]
    next: Optional[str]


class _ScoreViewOptional(TypedDict, total=False):
    noInterval: Optional[NoIntervalView]


class ScoreView(_ScoreViewOptional):
    labelSet: str
    metric: str
    value: float
    ciLow: Optional[float]
    ciHigh: Optional[float]
    n: int
    excluded: Dict[str, int]
    note: Optional[str]


class ShapeBiasAnswer(TypedDict):
    checks: List[Check]
    shapeLabelSet: str
    textureLabelSet: str
    n: int
    shape: int
    texture: int
    neither: int
    shapeBias: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]


class SharedMistakesAnswer(TypedDict):
    checks: List[Check]
    dataset: str
    labelSet: str
    entries: int
    pairsLookedAt: int
    pairs: List[SharedMistakesPair]


class SharedMistakesPair(TypedDict):
    first: ComparedModel
    second: ComparedModel
    sentence: str
    sameOwner: bool
    n: int
    bothWrong: int
    eitherWrong: int
    share: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    expectedBothWrong: Optional[float]
    expectedShare: Optional[float]
    sameAnswers: Optional[int]
    errorConsistency: ConsistencyOfErrors
    log10PValue: Optional[float]


class ShownImage(TypedDict):
    image: int
    path: str
    label: int
    taken: int
    epsilon: float


class SignedHead(TypedDict):
    size: int
    root: str
    at: str
    signature: str


class SignedText(TypedDict):
    text: str
    signature: str
    publicKey: str


SizeCoverage = TypedDict('SizeCoverage', {'from': 'int', 'to': 'int', 'coverage': 'CoverageLine'})


class SliceBoard(TypedDict):
    checks: List[Check]
    dataset: str
    labelSet: str
    set: str
    version: int
    facet: str
    value: Optional[str]
    facets: List[FacetName]
    values: List[str]
    rows: List[SliceRow]
    within: Optional[str]
    choices: List[FacetChoice]


class SliceCell(TypedDict):
    n: int
    accuracy: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    errorRatio: Optional[float]


class SliceRow(TypedDict):
    checks: List[Check]
    rank: int
    modelId: str
    model: str
    evaluationId: str
    all: SliceCell
    cells: List[SliceCell]


class SmoothingSpec(TypedDict):
    sigma: float
    selection: int
    samples: int
    alpha: float


class _SpotCheckRequestOptional(TypedDict, total=False):
    images: Optional[int]


class SpotCheckRequest(_SpotCheckRequestOptional):
    evaluationId: str
    modelId: str


class _SpotCheckResultOptional(TypedDict, total=False):
    earlierChecks: int
    mostFalse: float
    sentence: str


class SpotCheckResult(_SpotCheckResultOptional):
    images: int
    differ: int
    undecodable: int
    rows: List[SpotCheckRow]


class SpotCheckRow(TypedDict):
    image: int
    name: str
    submitted: int
    answered: int
    submittedProbability: Optional[float]
    answeredProbability: float


class SpotCheckView(TypedDict):
    evaluationId: str
    seed: str
    rowsRoot: str
    images: int
    result: Optional[SpotCheckResult]
    sentence: Optional[str]
    mostFalse: Optional[float]
    draw: Optional[SignedText]
    earlierChecks: int


class _StartEvaluationsRequestOptional(TypedDict, total=False):
    preprocessing: Optional[PreprocessingRequest]
    stopWhen: Optional[StopWhen]


class StartEvaluationsRequest(_StartEvaluationsRequestOptional):
    modelId: str
    datasets: List[str]


class StopDecision(TypedDict):
    outcome: StopOutcome
    sentence: str
    images: int
    of: int
    n: int
    right: int
    onlyThis: Optional[int]
    onlyAgainst: Optional[int]
    value: Optional[float]
    ciLow: float
    ciHigh: float
    eValue: Optional[float]
    enoughEValue: float
    certain: bool


class StopRule(TypedDict):
    against: Optional[str]
    againstModel: Optional[str]
    againstName: Optional[str]
    betterOrWorseBy: Optional[float]
    accuracyAboveOrBelow: Optional[float]
    alpha: float
    about: StopScope
    labelSet: str
    labelSetId: str
    seed: int


class StopWhen(TypedDict, total=False):
    against: Optional[str]
    betterOrWorseBy: Optional[float]
    accuracyAboveOrBelow: Optional[float]
    alpha: Optional[float]
    about: Optional[StopScope]
    labelSet: Optional[str]


class Subgroup(TypedDict):
    name: str
    n: int
    top1: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    subset: Optional[float]
    subsetCiLow: Optional[float]
    subsetCiHigh: Optional[float]


class Subgroups(TypedDict):
    checks: List[Check]
    labelSet: str
    n: int
    byLabelCount: List[Subgroup]
    subsetMean: Optional[float]
    byClass: List[Subgroup]


class SuiteBoard(TypedDict):
    suite: str
    version: int
    title: str
    members: List[SuiteMemberView]
    rows: List[SuiteBoardRow]


class SuiteBoardRow(TypedDict):
    rank: Optional[int]
    modelId: str
    model: str
    coverage: str
    scored: int
    headline: SuiteNumberView
    also: List[SuiteNumberView]
    cells: Dict[str, Optional[SuiteCell]]
    checks: List[Check]


class SuiteCell(TypedDict):
    value: float
    ciLow: Optional[float]
    ciHigh: Optional[float]
    n: int
    noInterval: Optional[NoIntervalView]


class _SuiteDeclarationOptional(TypedDict, total=False):
    description: Optional[str]
    citation: Optional[str]
    inDistribution: List[str]
    also: List[SuiteNumber]


class SuiteDeclaration(_SuiteDeclarationOptional):
    key: str
    title: str
    members: List[SuiteMember]
    headline: SuiteNumber


class SuiteEvaluation(TypedDict):
    dataset: str
    evaluationId: str
    state: EvaluationState
    started: bool


class _SuiteMemberOptional(TypedDict, total=False):
    variant: Optional[str]
    dataset: Optional[str]
    labelSet: str
    group: Optional[str]
    textureLabelSet: str


class SuiteMember(_SuiteMemberOptional):
    metrics: List[str]


class SuiteMemberReport(TypedDict):
    member: SuiteMemberView
    evaluationId: Optional[str]
    state: Optional[EvaluationState]
    numbers: List[SuiteMetricView]
    checks: List[Check]


class SuiteMemberView(TypedDict):
    name: str
    group: Optional[str]
    dataset: Optional[str]
    labelSet: str
    labelSetVersion: Optional[int]
    metrics: List[str]
    missing: Optional[Failure]


class _SuiteMetricViewOptional(TypedDict, total=False):
    noInterval: Optional[NoIntervalView]


class SuiteMetricView(_SuiteMetricViewOptional):
    metric: str
    name: str
    value: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    n: Optional[int]
    reason: Optional[str]


class _SuiteNumberOptional(TypedDict, total=False):
    rule: Literal["mean", "mean-of-groups"]
    group: Optional[str]
    atLeast: Optional[int]
    sharedImages: bool


class SuiteNumber(_SuiteNumberOptional):
    title: str
    metric: str


class _SuiteNumberViewOptional(TypedDict, total=False):
    noInterval: Optional[NoIntervalView]


class SuiteNumberView(_SuiteNumberViewOptional):
    title: str
    metric: str
    value: Optional[float]
    ciLow: Optional[float]
    ciHigh: Optional[float]
    members: int
    of: int
    missing: List[str]


class SuiteReport(TypedDict):
    suite: str
    version: int
    title: str
    modelId: str
    model: str
    coverage: str
    scored: int
    rank: Optional[int]
    models: int
    headline: SuiteNumberView
    also: List[SuiteNumberView]
    members: List[SuiteMemberReport]


class SuiteRunView(TypedDict):
    suite: str
    version: int
    modelId: str
    evaluations: List[SuiteEvaluation]
    missing: List[MissingMember]
    report: str


class SuiteSummary(TypedDict):
    key: str
    version: int
    title: str
    description: Optional[str]
    headline: str
    members: int
    present: int
    declared: bool
    owner: Optional[str]


class SuiteSummaryPage(TypedDict):
    items: List[SuiteSummary]
    next: Optional[str]


class SuiteView(TypedDict):
    key: str
    version: int
    versions: List[int]
    declared: bool
    owner: Optional[str]
    createdAt: str
    declaration: SuiteDeclaration
    members: List[SuiteMemberView]


class _TaggantRequestOptional(TypedDict, total=False):
    topK: Optional[int]
    level: Optional[float]


class TaggantRequest(_TaggantRequestOptional):
    modelId: str
    dataset: str


class TeamMemberRequest(TypedDict, total=False):
    owner: bool


class TeamMemberView(TypedDict):
    keyId: str
    name: str
    owner: bool
    addedAt: str


class TeamView(TypedDict):
    id: str
    name: str
    members: List[TeamMemberView]
    createdAt: str


class TeamViewPage(TypedDict):
    items: List[TeamView]
    next: Optional[str]


class VerdictAgreement(TypedDict):
    images: int
    votes: int
    reviewers: int
    several: int
    unanimous: int
    undecided: int
    alpha: Optional[float]


VerdictChangeView = TypedDict('VerdictChangeView', {'verdict': 'Optional[Verdict]', 'class': 'Optional[ClassRef]', 'note': 'Optional[str]', 'by': 'str', 'at': 'str'})


class _VerdictLabelSetRequestOptional(TypedDict, total=False):
    base: Optional[str]
    source: Optional[str]


class VerdictLabelSetRequest(_VerdictLabelSetRequestOptional):
    key: str


VerdictRequest = TypedDict('VerdictRequest', {'verdict': 'Verdict', 'class': 'Optional[str]', 'note': 'Optional[str]'})


class VerdictResponse(TypedDict):
    checks: List[Check]
    dataset: str
    labelSet: str
    labelSetVersion: int
    a: ComparedModel
    b: ComparedModel
    margin: float
    confidence: float
    basis: VerdictBasis
    strict: bool
    verdict: MarginVerdict
    holds: bool
    sentence: str
    n: int
    bothRight: int
    onlyA: int
    onlyB: int
    bothWrong: int
    difference: ComparedDifference
    pValue: Optional[float]
    mcNemar: McNemarTest
    images: List[DifferingImage]
    next: Optional[str]
    pictures: Optional[int]


VerdictView = TypedDict('VerdictView', {'image': 'int', 'name': 'str', 'verdict': 'Optional[Verdict]', 'class': 'Optional[ClassRef]', 'note': 'Optional[str]', 'by': 'str', 'updatedAt': 'str', 'agreement': 'float', 'votes': 'List[VerdictVote]'})


class VerdictViewPage(TypedDict):
    items: List[VerdictView]
    next: Optional[str]


VerdictVote = TypedDict('VerdictVote', {'verdict': 'Verdict', 'class': 'Optional[ClassRef]', 'note': 'Optional[str]', 'by': 'str', 'updatedAt': 'str'})


class VotingModel(TypedDict):
    checks: List[Check]
    modelId: str
    name: str
    evaluationId: str
    weight: float
    method: DisputeMethod
    disputed: int


class WebhookDeliveryView(TypedDict):
    id: str
    type: Literal["evaluation.state", "model.ownership", "webhook.test"]
    state: DeliveryState
    attempts: int
    nextAttemptAt: Optional[str]
    createdAt: str
    deliveredAt: Optional[str]
    lastStatus: Optional[int]
    lastError: Optional[str]


class WebhookDeliveryViewPage(TypedDict):
    items: List[WebhookDeliveryView]
    next: Optional[str]


class WebhookView(TypedDict):
    id: str
    url: str
    createdAt: str


class WebhookViewPage(TypedDict):
    items: List[WebhookView]
    next: Optional[str]
