namespace Bench.Workers.Inference.SelfTest;

/// <summary>Whether a worker can run models as it is configured.</summary>
/// <param name="Passed">It can.</param>
/// <param name="Provider">The execution provider that ran, or the first one asked for.</param>
/// <param name="Cage">How models are confined here.</param>
/// <param name="Message">What is wrong, for an operator; null where nothing is.</param>
/// <param name="Warnings">Providers that were passed over, and why.</param>
/// <param name="LargestDifference">From the answer computed on the CPU, relative to its largest score; null where
/// nothing ran.</param>
public sealed record SelfTestResult(
    bool Passed,
    string Provider,
    string Cage,
    string? Message,
    IReadOnlyList<string> Warnings,
    double? LargestDifference
);
