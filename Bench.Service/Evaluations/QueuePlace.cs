namespace Bench.Service.Evaluations;

/// <summary>The place of an evaluation that waits for a device.</summary>
/// <param name="Ahead">Evaluations that have a device now or get one before it.</param>
/// <param name="Seconds">Until its images are done; null where no evaluation has ended yet.</param>
public readonly record struct QueuePlace(int Ahead, double? Seconds);
