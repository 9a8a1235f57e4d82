using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Service.Labels;

namespace Bench.Service.Evaluations.Review;

/// <summary>Answers that name a few of many classes alone: another task's numbers, a head that lost its classes, or a model that hardly
/// looks at the picture.</summary>
static class FewClasses
{
    const int LeastImages = 100;
    const int LeastClasses = 10;

    /// <summary>Classes with images for each that is answered; models that are hardly right name more.</summary>
    const int PerAnswered = 5;

    /// <param name="answers">Of the model.</param>
    /// <param name="labelled">Images with labels.</param>
    /// <param name="target">The dataset, without groups.</param>
    public static Check? Of(Answers answers, int[] labelled, LabelTarget target)
    {
        var classes = labelled.SelectMany(image => target.Manifest.Images[image].Classes).Distinct().Count();
        ushort[] answered = [.. labelled.Select(answers.Best).Distinct().Order()];
        if (labelled.Length < LeastImages || classes < LeastClasses || answered.Length * PerAnswered > classes)
            return null;
        var examples = string.Join(
            ", ",
            answered.Take(3).Select(one => string.Create(CultureInfo.InvariantCulture, $"{target.Outputs[one].Id} ({one})"))
        );
        return Check.Warning(
            CheckCodes.AnswersConstant,
            $"The {Counted.Of(labelled.Length, "image")} are of {classes:N0} classes, and all answers are of {answered.Length:N0}: "
                + $"{examples}{(answered.Length > 3 ? " and others" : "")}. They may be another task's classes, or hardly depend on the "
                + "picture."
        );
    }
}
