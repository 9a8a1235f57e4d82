namespace Bench.Metrics.Robustness;

/// <summary>Accuracy of one model on clean and on shifted images of the same classes, both in [0, 1].</summary>
public readonly record struct BaselineModel(double Clean, double Shifted);
