using System.Globalization;
using Bench.Benchmarks.Attacks;
using Bench.Benchmarks.Audits;
using Bench.Benchmarks.Claims;
using Bench.Benchmarks.Engine;
using Bench.Benchmarks.Leaderboard;
using Bench.Benchmarks.Metrics;
using Bench.Benchmarks.Shifts;
using Bench.Benchmarks.Work;
using Bench.Data.Work;

namespace Bench.Benchmarks;

internal static class BenchmarkProgram
{
    static async Task Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["board", .. var rest]:
                await BoardCommand.RunAsync(rest);
                break;
            case ["preprocessing", var folder, var repeats]:
                await ImagingThroughput.RunAsync(folder, Number(repeats));
                break;
            case ["scoring-files", var folder, var images, var classes]:
                ScoringCommand.WriteFiles(folder, Number(images), Number(classes));
                break;
            case ["scoring", var folder]:
                ScoringCommand.Run(folder);
                break;
            case ["intervals", var images]:
                ScoringCommand.Intervals(Number(images));
                break;
            case ["engine", var model, var pictures, var images, var large]:
                await EngineCommand.RunAsync(model, pictures, Number(images), Number(large));
                break;
            case ["plan", var model, var pictures, var seconds]:
                await PlanGridCommand.RunAsync(model, pictures, double.Parse(seconds, CultureInfo.InvariantCulture));
                break;
            case ["verification", var model, var pictures, var images, var rounds]:
                await EngineCommand.VerificationAsync(model, pictures, Number(images), Number(rounds));
                break;
            case ["predictions", var file, var images, var classes]:
                PredictionsCommand.Run(file, Number(images), Number(classes));
                break;
            case ["ranks", var models, var images]:
                ScoringCommand.Ranks(Number(models), Number(images));
                break;
            case ["coverage", var images, var worlds]:
                CoverageCommand.Run(Number(images), Number(worlds));
                break;
            case ["coverage-families", var images, var worlds]:
                FamilyCoverageCommand.Run(Number(images), Number(worlds));
                break;
            case ["coverage-one-class", var images, var worlds]:
                OneClassCoverageCommand.Run(Number(images), Number(worlds));
                break;
            case ["ladder", var images, var tries, var worlds]:
                LadderCommand.Run(Number(images), Number(tries), Number(worlds));
                break;
            case ["coverage", var images, var worlds, var exponent]:
                CoverageCommand.Run(Number(images), Number(worlds), double.Parse(exponent, CultureInfo.InvariantCulture));
                break;
            case ["sequential", var worlds]:
                SequentialCommand.Run(Number(worlds));
                break;
            case ["queue-worker", var postgres]:
                await QueueCommand.WorkAsync(postgres);
                break;
            case ["queue", var postgres, var items, var rate]:
                await QueueCommand.MeasureAsync(postgres, Number(items), Number(rate));
                break;
            case ["fleet", var postgres, var design, var workers, var slots]:
                await FleetCommand.RunAsync(postgres, Enum.Parse<WorkBy>(design, ignoreCase: true), Number(workers), Number(slots));
                break;
            case ["corruptions", var picture, var pictures]:
                CorruptionCommand.Time(picture, Number(pictures));
                break;
            case ["corrupted", var picture, var target]:
                CorruptionCommand.Write(picture, target);
                break;
            case ["attacks", var data, var images, var queries]:
                AttackCommand.Run(data, Number(images), Number(queries));
                break;
            case ["square-curve", var data, var images, var most]:
                SquareCurveCommand.Run(data, Number(images), Number(most));
                break;
            case ["gradient-cost", var data, var rounds]:
                GradientCostCommand.Run(data, Number(rounds));
                break;
            case ["gradient-cost", var data, var rounds, var profile]:
                GradientCostCommand.Run(data, Number(rounds), profile);
                break;
            case ["gradient-cost-of", var folder, var rounds]:
                GradientCostCommand.RunFolder(folder, Number(rounds));
                break;
            case ["gradient-cost-of", var folder, var rounds, var profile]:
                GradientCostCommand.RunFolder(folder, Number(rounds), profile);
                break;
            case ["ordered", var data, var model, var images, var length, var steps, var folder]:
                OrderedCommand.Run(data, model, Number(images), Number(length), Number(steps), folder);
                break;
            case ["ordered-weights", var data, var model, var images, var length, var steps, .. var weights]:
                OrderedCommand.Weights(
                    data,
                    model,
                    Number(images),
                    Number(length),
                    Number(steps),
                    [.. weights.Select(weight => double.Parse(weight, CultureInfo.InvariantCulture))]
                );
                break;
            case ["ordered-judge", var data, var model, var folder]:
                OrderedCommand.Judge(data, model, folder);
                break;
            case ["doubts", var data, var repository, var draws, .. var files]:
                DoubtCommand.Run(data, repository, Number(draws), files);
                break;
            case ["answers", var data, .. var words]:
                AnswerCommand.Run(data, words.FirstOrDefault());
                break;
            case ["labels", var data]:
                await LabelCommand.RunAsync(data);
                break;
            case ["growth", var file]:
                GrowthCommand.Run(file);
                break;
            default:
                BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(BenchmarkProgram).Assembly).Run(arguments);
                break;
        }
    }

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
