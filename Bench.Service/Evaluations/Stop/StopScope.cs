namespace Bench.Service.Evaluations.Stop;

/// <summary>What a question about some images is about.</summary>
public enum StopScope
{
    /// <summary>Images like these, of which the dataset is a sample: the question of McNemar's test.</summary>
    Population,

    /// <summary>The dataset itself: what the whole run would say.</summary>
    Dataset,
}
