using Bench.Data.Outcomes;
using Bench.Metrics.Predicted;
using Bench.Service.Claims;
using Bench.Service.Inputs;
using Bench.Service.Labels;
using Bench.Service.Models;

namespace Bench.Service.Evaluations.Submissions;

/// <summary><c>file_name,predicted_class,predicted_probability</c> with that header, or the names that timm and others use, columns in any
/// order. A class is an index or an id.</summary>
static class CsvSubmission
{
    /// <summary>log 0: small enough that its exponential is 0 in single precision, and finite.</summary>
    const float LogOfZero = -120;

    /// <summary>The best logits of networks are hardly ever larger, and the largest of many percentages hardly ever smaller.</summary>
    const float MostLogit = 40;

    /// <summary>A softmax in single precision may end some rounding steps above 1.</summary>
    const float Rounding = 1e-6f;

    /// <summary>Names that only the model's answer has.</summary>
    static readonly string[] Answers =
    [
        "predicted_class",
        "prediction",
        "predicted",
        "pred",
        "predicted_index",
        "predicted_idx",
        "predicted_id",
        "pred_class",
        "pred_index",
        "pred_idx",
        "pred_id",
        "predicted_label",
        "pred_label",
        "pred_cls",
        "y_pred",
        "predictions",
        "preds",
        "top1",
        "top1_class",
        "top1_index",
        "output",
        "pred_wnid",
        "predicted_wnid",
    ];

    /// <summary>Names of the columns, ours first. What may be the image's own label as well comes after what can only be the
    /// answer.</summary>
    static readonly string[][] Heads =
    [
        ColumnNames.Image,
        [.. Answers, "index", "index_0", "label_0", "class", "class_id", "cls", "wnid", "synset", "label"],
        [
            "predicted_probability",
            "prob",
            "probability",
            "confidence",
            "confidences",
            "confidence_score",
            "conf",
            "score",
            "scores",
            "y_score",
            "y_prob",
            "probabilities",
            "pred_prob",
            "predicted_prob",
            "predicted_confidence",
            "pred_conf",
            "pred_score",
            "max_prob",
            "max_probability",
            "max_softmax",
            "softmax",
            "top1_prob",
            "top1_confidence",
            "prob_0",
            "p",
        ],
    ];

    /// <summary>Contents of the columns, in words.</summary>
    static readonly string[] Contents = ["the image's name", "the predicted class", "its probability"];

    public static ReadSubmission Read(SubmissionFile file)
    {
        using var content = InputFile.OpenText(file.Path, InputFile.DefaultLimit, SubmissionFile.Invalid);
        var (names, classes, probabilities) = (new List<string>(), new List<ushort>(), new List<float>());
        var (wrongClasses, wrongProbabilities) = (new FirstTen(), new FirstTen());
        var (percent, logarithms, scores, counted) = (true, true, true, new CountedFromOne(file.Target.Outputs.Count));
        var (known, unknown) = (new AnsweredClass(file.Target.Outputs), "");
        var most = 0f;
        string[]? header = null;
        int[]? columns = null;
        Rivals? rivals = null;
        foreach (var (line, fields) in DelimitedRows.Read(content, "the file", SubmissionFile.Invalid))
        {
            if (columns is null)
            {
                (header, columns) = (fields, Columns(fields));
                rivals = new Rivals(fields, columns);
                continue;
            }
            // Parts with a header each, one after the other.
            if (fields.AsSpan().SequenceEqual(header))
                continue;
            if (fields.Length <= columns.Max())
                throw SubmissionFile.Invalid($"the file, line {line}: {Counted.Of(fields.Length, "field")} where the header has more");
            var (name, label, text) = (fields[columns[0]], fields[columns[1]], fields[columns[2]]);
            var index = known.Find(label);
            counted.Add(label);
            rivals!.Require(line, fields, file.Target, index);
            if (index is null)
            {
                unknown = label;
                wrongClasses.Add($"'{label}' of {name} (line {line})");
            }
            var isPercent = file.OutputKind is null && text is [.., '%'];
            var isNumber = DecimalText.TryParse(isPercent ? text.AsSpan(0, text.Length - 1).TrimEnd() : text, out var parsed);
            var value = (float)parsed;
            // A logarithm of a probability is never above 0, whatever the other rows hold.
            logarithms &= !(value > 0);
            var probability = ProbabilityOf(value, isPercent ? OutputKind.Percentages : file.OutputKind);
            if (
                !isNumber
                || !(
                    file.OutputKind is { } kind && !SaysProbability(kind) ? float.IsFinite(value) : probability is >= 0 and <= 1 + Rounding
                )
            )
            {
                wrongProbabilities.Add($"'{text}' of {name} (line {line})");
                (percent, logarithms) = (percent && value is > 1 and <= 100, logarithms && isNumber && value < 0);
                scores &= isNumber && float.IsFinite(value);
                most = MathF.Max(most, value);
            }
            names.Add(name);
            classes.Add((ushort)(index ?? 0));
            probabilities.Add(MathF.Min(probability, 1));
        }
        if (names.Count == 0)
            throw SubmissionFile.Invalid(columns is null ? "the file is empty" : "the file has a header and no rows");
        if (wrongClasses.Any)
            throw new SubmissionException(
                SubmissionCodes.ClassUnknown,
                Counted.Of(
                    wrongClasses.Count,
                    "predicted class is neither an id nor an index",
                    "predicted classes are neither ids nor indices"
                )
                    + $" (0 to "
                    + $"{file.Target.Outputs.Count - 1}) of "
                    + $"'{file.Target.Outputs.Key}': {wrongClasses}{counted}{known.WhyNot(unknown)}"
            );
        if (wrongProbabilities.Any)
            throw new SubmissionException(
                SubmissionCodes.ProbabilityInvalid,
                $"{Wanted(file.OutputKind, wrongProbabilities.Count)}: {wrongProbabilities}"
                    + (
                        file.OutputKind is not null ? ""
                        : percent && most > MostLogit
                            ? ". They look like percent: divide them by 100, or declare \"outputKind\": \"percentages\""
                        : logarithms
                            ? ". They look like logarithms: send their exponentials, or declare \"outputKind\": \"logProbabilities\""
                        : scores ? ". They look like logits: send their softmax, or declare \"outputKind\": \"logits\" for accuracies alone"
                        : ""
                    )
            );
        var rowOf = RowOrder.Resolve(names, file.Target);
        var ranks = new Predictions
        {
            Count = rowOf.Length,
            Classes = file.Target.Outputs.Count,
            HeadSize = 1,
            TopClass = RowOrder.Apply([.. classes], rowOf, 1),
        };
        if (SubmittedScale.WhyNotProbabilities(probabilities, file) is { } reason)
            return new ReadSubmission(ranks, [reason]);
        return new ReadSubmission(
            ranks with
            {
                TopLogit = RowOrder.Apply([.. probabilities.Select(p => p > 0 ? MathF.Log(p) : LogOfZero)], rowOf, 1),
                LogSumExp = new float[rowOf.Length],
            },
            SubmittedScale.BaseAssumed(file.OutputKind) is { } assumed ? [assumed] : []
        );
    }

    /// <summary>Columns that have a name of the same meaning as a chosen one: where they say something else, nothing tells which is
    /// meant.</summary>
    sealed class Rivals(string[] header, int[] columns)
    {
        readonly int[] _images = ColumnNames.Rivals(header, Heads[0], columns[0]);

        // What can only be the answer goes before what may be the image's own label.
        readonly int[] _classes =
        [
            .. ColumnNames.Rivals(header, Heads[1], columns[1]).Where(other => IsAnswer(header[other]) == IsAnswer(header[columns[1]])),
        ];
        readonly int[] _probabilities = ColumnNames.Rivals(header, Heads[2], columns[2]);

        public void Require(int line, string[] fields, LabelTarget target, int? index)
        {
            foreach (var other in _images)
                if (
                    Field(fields, other) is var name
                    && target.Manifest.Index.Find(name) is >= 0 and var image
                    && target.Manifest.Index.Find(fields[columns[0]]) is >= 0 and var chosen
                    && image != chosen
                )
                    throw Differ(line, fields, columns[0], other, Heads[0][0]);
            foreach (var other in _classes)
                if (index is not null && target.Outputs.Resolve(Field(fields, other)) is { } @class && @class != index)
                    throw Differ(line, fields, columns[1], other, Heads[1][0]);
            foreach (var other in _probabilities)
                if (
                    DecimalText.TryParse(Field(fields, other), out var number)
                    && DecimalText.TryParse(fields[columns[2]], out var taken)
                    && Math.Abs(number - taken) > Rounding
                )
                    throw Differ(line, fields, columns[2], other, Heads[2][0]);
        }

        static bool IsAnswer(string head) => ColumnNames.Find([head], Answers) == 0;

        static string Field(string[] fields, int place) => place < fields.Length ? fields[place] : "";

        SubmissionException Differ(int line, string[] fields, int chosen, int other, string ours) =>
            SubmissionFile.Invalid(
                $"line {line}: '{FirstTen.Printable(header[chosen])}' is '{FirstTen.Printable(fields[chosen])}' and "
                    + $"'{FirstTen.Printable(header[other])}' is '{FirstTen.Printable(fields[other])}', and either column may be meant: "
                    + $"call the right one {ours}"
            );
    }

    /// <summary>Whether the number of one class tells its probability.</summary>
    static bool SaysProbability(OutputKind kind) =>
        kind is OutputKind.Probabilities or OutputKind.LogProbabilities or OutputKind.Percentages;

    static float ProbabilityOf(float value, OutputKind? kind) =>
        kind switch
        {
            OutputKind.LogProbabilities => MathF.Exp(value),
            OutputKind.Percentages => value / 100,
            _ => value,
        };

    static string Wanted(OutputKind? kind, int count) =>
        kind switch
        {
            OutputKind.LogProbabilities => Counted.Of(count, "logarithm is not of a number", "logarithms are not of numbers")
                + " from 0 to 1",
            OutputKind.Percentages => Counted.Of(count, "percentage is not a number", "percentages are not numbers") + " from 0 to 100",
            { } other when !SaysProbability(other) => Counted.Of(
                count,
                $"value of the {other.Word()} is not a finite number",
                $"{other.Word()} are not finite numbers"
            ),
            _ => Counted.Of(count, "probability is not a number", "probabilities are not numbers") + " from 0 to 1",
        };

    /// <summary>Which columns a header lacks; nothing where it seems to be none.</summary>
    static string Lacking(int[] columns) =>
        columns.All(column => column < 0)
            ? ""
            : $", without a column for {string.Join(" and ", Contents.Where((_, place) => columns[place] < 0))}";

    static int[] Columns(string[] header)
    {
        var columns = Array.ConvertAll(Heads, names => ColumnNames.Find(header, names));
        if (columns.Contains(-1))
            throw SubmissionFile.Invalid(
                $"the first line is '{FirstTen.Printable(string.Join(',', header))}'{Lacking(columns)}; the header "
                    + $"{string.Join(',', Heads.Select(names => names[0]))} is expected"
            );
        foreach (var column in columns)
            if (header.Index().Any(other => other.Index != column && ColumnNames.Find([other.Item], [header[column]]) == 0))
                throw SubmissionFile.Invalid($"the header has '{FirstTen.Printable(header[column])}' twice");
        // A column of this name next to another one about predictions is the image's own label.
        var answer = columns[1];
        if (
            ColumnNames.Find([header[answer]], Answers) < 0
            && header
                .Where((head, place) => !columns.Contains(place) && head.Contains("pred", StringComparison.OrdinalIgnoreCase))
                .FirstOrDefault()
                is { } other
        )
            throw SubmissionFile.Invalid(
                $"the header has '{FirstTen.Printable(header[answer])}' and '{FirstTen.Printable(other)}', and either may be the answer: "
                    + $"call the column of the answers {Heads[1][0]}"
            );
        return columns;
    }
}
