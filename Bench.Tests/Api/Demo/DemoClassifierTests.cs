using Bench.Api.Demo.Classifiers;
using Microsoft.ML.OnnxRuntime;

namespace Bench.Tests.Api.Demo;

public sealed class DemoClassifierTests
{
    static readonly Lazy<TrainingPicture[]> Pictures = new(() => TrainingPicture.Draw(60, seed: 7));

    [Fact]
    public void The_model_file_says_what_the_fitted_classifier_says()
    {
        var pictures = Pictures.Value;
        var bank = PatchBank.Take(pictures, filters: 12, patch: 6, stride: 3, grid: 2, seed: 1);
        var linear = RidgeRegression.Fit(
            [.. pictures.Select(bank.Features)],
            [.. pictures.Select(picture => picture.Label)],
            classes: 10,
            penalty: 0.3
        );

        using var session = new InferenceSession(PatchNetwork.Write(bank, linear));
        using var options = new RunOptions();
        foreach (var picture in pictures.Take(5))
        {
            using var input = OrtValue.CreateTensorValueFromMemory(picture.Pixels, [1, 3, TrainingPicture.Side, TrainingPicture.Side]);
            using var outputs = session.Run(options, ["pixels"], [input], ["logits"]);
            var logits = outputs[0].GetTensorDataAsSpan<float>().ToArray();
            logits.ShouldBe(linear.Scores(bank.Features(picture)), 1e-3);
        }
    }

    [Fact]
    public void Fitting_twice_gives_the_same_bytes()
    {
        var small = DemoClassifier.All[^1];

        small.Fit(Pictures.Value).ShouldBe(small.Fit(Pictures.Value));
    }

    [Fact]
    public void Without_penalty_nothing_linear_is_left_in_the_residuals()
    {
        var random = new Random(3);
        var rows = Enumerable
            .Range(0, 200)
            .Select(_ => new[] { random.NextSingle(), 5 * random.NextSingle(), 0.1f * random.NextSingle() })
            .ToArray();
        var labels = rows.Select(row => 5 * row[0] > row[1] ? 1 : 0).ToArray();

        var fitted = RidgeRegression.Fit(rows, labels, classes: 2, penalty: 1e-9);

        var residuals = rows.Select((row, i) => (labels[i] == 1 ? 1 : -1) - (double)fitted.Scores(row)[1]).ToArray();
        residuals.Sum().ShouldBe(0, 1e-3);
        for (var feature = 0; feature < 3; feature++)
            residuals.Select((residual, i) => residual * rows[i][feature]).Sum().ShouldBe(0, 1e-3);
    }

    [Fact]
    public void The_temperature_undoes_what_sharpening_did()
    {
        var random = new Random(4);
        var scores = Enumerable
            .Range(0, 500)
            .Select(_ => new[] { random.NextSingle(), random.NextSingle(), random.NextSingle() })
            .ToArray();
        var labels = scores.Select(row => random.NextDouble() < 0.8 ? Array.IndexOf(row, row.Max()) : random.Next(3)).ToArray();
        var factor = Temperature.Sharpness(scores, labels);

        Temperature
            .Sharpness([.. scores.Select(row => row.Select(score => 4 * score).ToArray())], labels)
            .ShouldBe(factor / 4, factor * 0.01f);
    }
}
