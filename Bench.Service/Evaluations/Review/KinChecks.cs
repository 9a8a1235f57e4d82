using Bench.Data.Outcomes;
using Bench.Metrics.Statistics;
using Bench.Service.Claims;
using Bench.Service.Labels;

namespace Bench.Service.Evaluations.Review;

/// <summary>Whether ranked answers keep to a kind, of ImageNet's animals. Where the best class is an animal, one of the next four ranks is
/// of its kind; where it is wrong, one of the five is of the label's. A head of which some classes have other numbers breaks the first,
/// rows or labels of other images the second, with far fewer images than it takes to see either class by class.</summary>
/// <remarks>
/// Of 16 published models (AlexNet to SENet-154) the first is so for 75 to 91 % of the images of val and of ImageNetV2, the second for 71
/// % and more; of classes drawn by lot for 8 and 10 %. With 65 and 62 % as the least that is honest, and a chance of 10⁻⁵, none of 7,136
/// draws of 100 to 10,000 images is doubted, from all classes, from 100, from 20 animals or from 50 classes in a row. Found are, of 200
/// images, 71 % of heads with half of the classes renumbered and 95 % of files with half of the rows shuffled; of 500 images and a third
/// of either, 29 % and 95 %. Where right answers have no kin either, in less than half of the honest share, the ranks are no model's.
/// </remarks>
static class KinChecks
{
    const int Ranks = 5;

    /// <summary>Least honest shares, and the chance of as few by these.</summary>
    const double LeastOfRanks = 0.65;
    const double LeastOfLabels = 0.62;
    static readonly double MostChance = Math.Log(1e-5);

    /// <summary>Of the right answers; ranks behind the best may be made up.</summary>
    const double LeastOfRight = 0.4;

    /// <summary>Of all images: what a model hardly knows it may have no kinds for.</summary>
    const double LeastRight = 0.2;

    /// <param name="answers">Of the model.</param>
    /// <param name="labelled">Images that have labels.</param>
    /// <param name="correct">[N] whether the best class is right.</param>
    /// <param name="target">The dataset.</param>
    public static Check? Of(Answers answers, int[] labelled, bool[] correct, LabelTarget target)
    {
        var manifest = target.Manifest;
        // Nothing is published of a part of the classes, and little of drawings and noise.
        if (
            answers.HeadSize < Ranks
            || manifest.Mask is not null
            || manifest.Groups is not null
            || manifest.Images[0].Facets.Values.Count > 0
            || !AnimalKin.AreKnown(target.Outputs)
            || labelled.Count(image => correct[image]) < LeastRight * labelled.Length
        )
            return null;
        int[] ranked = [.. labelled.Where(image => !IsInOrder(answers.Ranked(image)[1..Ranks]))];
        int[] animals = [.. ranked.Where(image => AnimalKin.IsAnimal(answers.Best(image)))];
        var (right, kinOfRight) = Kin(animals.Where(image => correct[image]));
        return 2 * ranked.Length < labelled.Length || kinOfRight < LeastOfRight * right ? null
            : Kin(animals) is var (of, kin) && BinomialTail.LogAtMost(kin, of, LeastOfRanks) <= MostChance
                ? Check.Warning(
                    CheckCodes.ClassOrderDoubtful,
                    $"Of {of:N0} answers that are animals {kin:N0} have another one of their kind among the next {Ranks - 1} ranks, and of "
                        + "published models three of four have: a part of the model's classes may have other numbers than the dataset's."
                )
            : OfLabels(answers, ranked, correct, target);

        // Answers that count, and those of them with another class of their kind behind them.
        (int Count, int Kin) Kin(IEnumerable<int> images)
        {
            var few = AnimalKin.FewOfEach(images, image => answers.Best(image));
            return (few.Length, few.Count(image => AnimalKin.HasKin(answers.Best(image), answers.Ranked(image)[1..Ranks])));
        }
    }

    static Check? OfLabels(Answers answers, int[] ranked, bool[] correct, LabelTarget target)
    {
        int Label(int image) => target.Manifest.Images[image].Classes[0];
        var wrong = AnimalKin.FewOfEach(ranked.Where(image => !correct[image] && AnimalKin.IsAnimal(Label(image))), Label);
        var kin = wrong.Count(image => AnimalKin.HasKin(Label(image), answers.Ranked(image)[..Ranks]));
        return BinomialTail.LogAtMost(kin, wrong.Length, LeastOfLabels) > MostChance
            ? null
            : Check.Warning(
                CheckCodes.RowOrderDoubtful,
                $"Of {wrong.Length:N0} wrong answers for animals {kin:N0} have one of the label's kind among their {Ranks} ranks, and of "
                    + "published models seven of ten have: rows, or labels, seem to be of other images, or of other classes, in part."
            );
    }

    /// <summary>Ranks in the order of classes are ties, or padding.</summary>
    static bool IsInOrder(ReadOnlySpan<ushort> ranks)
    {
        for (var rank = 1; rank < ranks.Length; rank++)
            if (ranks[rank] < ranks[rank - 1])
                return false;
        return true;
    }
}
