using Bench.Service.Evaluations.Review;
using Bench.Service.Evaluations.Submissions;
using Bench.Service.Labels;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>The dataset of the shared cases: every tenth of the 200 photographs, by name; the class is in the name.</summary>
static class Twenty
{
    public static string Case(string path) => SharedFolder.Require(Path.Combine("cases", path));

    public static Task<LabelTarget> TargetAsync(TempFolder folder)
    {
        var names = Directory
            .EnumerateFiles(SharedFolder.Require("images/real"), "*.JPEG")
            .Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal)
            .Where((_, i) => i % 10 == 0)
            .ToArray();
        names.Length.ShouldBe(20);
        return LabelTargets.FromLinesAsync(folder, [.. names.Select(name => $"{name} {name[..9]}")]);
    }

    public static async Task<ReadSubmission> SubmitAsync(
        LabelTarget target,
        string format,
        string path,
        string? order = null,
        Bench.Service.Models.OutputKind? kind = null
    ) =>
        await SubmissionReader.ReadAsync(
            new SubmissionFile
            {
                Format = format,
                Path = path,
                OrderPath = order,
                Target = target,
                OutputKind = kind,
            },
            TestContext.Current.CancellationToken
        );

    public static int Right(this ReadSubmission read, LabelTarget target) =>
        Enumerable
            .Range(0, target.Manifest.Count)
            .Count(image =>
                target.Manifest.Images[image].Classes.Contains(read.Predictions.TopClass.Span[image * read.Predictions.HeadSize])
            );

    /// <summary>Checks of the answers once they are scored.</summary>
    public static IEnumerable<string> Doubts(this ReadSubmission read, LabelTarget target) =>
        AnswerChecks
            .Of(
                new Answers(
                    read.Predictions.TopClass.ToArray(),
                    read.Predictions.HeadSize,
                    target.Classes.Count,
                    read.Predictions.TopLogit.IsEmpty,
                    Verified: false
                )
                {
                    Confidence = Answers.ConfidenceOf(
                        read.Predictions.TopLogit.Span,
                        read.Predictions.LogSumExp.Span,
                        read.Predictions.HeadSize
                    ),
                },
                target
            )
            .Select(check => check.Code);

    public static async Task<string> RefusedAsync(Func<Task> read) => (await Should.ThrowAsync<SubmissionException>(read)).Message;
}
