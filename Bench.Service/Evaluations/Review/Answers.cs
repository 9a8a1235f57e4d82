namespace Bench.Service.Evaluations.Review;

/// <summary>Finished answers of a model over a dataset, as far as they can be doubted.</summary>
/// <param name="TopClass">[N, K] ranked classes.</param>
/// <param name="HeadSize">K.</param>
/// <param name="Classes">C.</param>
/// <param name="RanksOnly">Whether nothing but ranks was submitted, so that their order is the submitter's word.</param>
/// <param name="Verified">Whether the model was run here: its rows cannot be out of order.</param>
sealed record Answers(ushort[] TopClass, int HeadSize, int Classes, bool RanksOnly, bool Verified)
{
    public int Count => TopClass.Length / HeadSize;

    public ushort Best(int image) => TopClass[image * HeadSize];

    public ushort Worst(int image) => TopClass[image * HeadSize + HeadSize - 1];
}
