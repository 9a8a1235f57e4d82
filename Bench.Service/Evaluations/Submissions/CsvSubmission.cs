using System.Globalization;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets;

namespace Bench.Service.Evaluations.Submissions;

/// <summary><c>file_name,predicted_class,predicted_probability</c> with that header, columns in any order. A class is an index or an id.</summary>
static class CsvSubmission
{
    /// <summary>log 0: small enough that its exponential is 0 in single precision, and finite.</summary>
    const float LogOfZero = -120;

    static readonly string[] _columns = ["file_name", "predicted_class", "predicted_probability"];

    public static Predictions Read(SubmissionFile file)
    {
        using var content = InputFile.Open(file.Path, InputFile.DefaultLimit, SubmissionFile.Invalid);
        var (names, classes, logits) = (new List<string>(), new List<ushort>(), new List<float>());
        var (wrongClasses, wrongProbabilities) = (new FirstTen(), new FirstTen());
        int[]? columns = null;
        foreach (var (line, fields) in CsvRows.Read(content, "the file", ',', SubmissionFile.Invalid))
        {
            if (columns is null)
            {
                columns = Columns(fields);
                continue;
            }
            var (name, label, text) = (fields[columns[0]], fields[columns[1]], fields[columns[2]]);
            var index = file.Target.Classes.Resolve(label);
            if (index is null) wrongClasses.Add($"'{label}' of {name} (line {line})");
            if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var probability) || !(probability is >= 0 and <= 1))
                wrongProbabilities.Add($"'{text}' of {name} (line {line})");
            names.Add(name);
            classes.Add((ushort)(index ?? 0));
            logits.Add(probability > 0 ? MathF.Log(probability) : LogOfZero);
        }
        if (columns is null) throw SubmissionFile.Invalid("the file is empty");
        if (wrongClasses.Any) throw new SubmissionException(SubmissionCodes.ClassUnknown, $"{wrongClasses.Count:N0} predicted classes are neither ids nor indices (0 to {file.Target.Classes.Count - 1}) of '{file.Target.Classes.Key}': {wrongClasses}");
        if (wrongProbabilities.Any) throw new SubmissionException(SubmissionCodes.ProbabilityInvalid, $"{wrongProbabilities.Count:N0} probabilities are not numbers from 0 to 1: {wrongProbabilities}");
        var rowOf = RowOrder.Resolve(names, file.Target);
        return new Predictions
        {
            Count = rowOf.Length,
            Classes = file.Target.Classes.Count,
            HeadSize = 1,
            TopClass = RowOrder.Apply([.. classes], rowOf, 1),
            TopLogit = RowOrder.Apply([.. logits], rowOf, 1),
            LogSumExp = new float[rowOf.Length],
        };
    }

    static int[] Columns(string[] header)
    {
        var columns = Array.ConvertAll(_columns, name => Array.FindIndex(header, h => h.Equals(name, StringComparison.OrdinalIgnoreCase)));
        return columns.Contains(-1)
            ? throw SubmissionFile.Invalid($"the first line is '{FirstTen.Printable(string.Join(',', header))}'; the header {string.Join(',', _columns)} is wanted")
            : columns;
    }
}
