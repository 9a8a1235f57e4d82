using System.Globalization;
using Bench.Service.Refusals;

namespace Bench.Service.Explanations;

/// <summary>An explanation as somebody asks for it; what is left out gets a default.</summary>
public sealed record ExplanationRequest
{
    /// <summary>Answers and gradients that one explanation may ask for: what runs in one go keeps others
    /// waiting.</summary>
    const long MostAnswers = 100_000;

    /// <summary>Answers about one image next to the method's own, and those of occlusion: both about.</summary>
    const int FixedAnswers = 250;

    /// <summary>One model, or two to be shown next to one another.</summary>
    public required IReadOnlyList<Guid> ModelIds { get; init; }

    /// <summary>Key of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>The image: its place in the dataset, its path or its name. Absent for a sample.</summary>
    public string? Image { get; init; }

    /// <summary>Images of a sample, chosen by the seed; where the class is the label, each has exactly one. Absent for
    /// one image.</summary>
    public int? Images { get; init; }

    /// <summary>gradient-input, integrated-gradients (default), smoothgrad, grad-cam, occlusion or rise.</summary>
    [KnownMethod]
    public string? Method { get; init; }

    /// <summary>Steps of integrated-gradients, noisy copies of smoothgrad (50 when absent), masks of rise
    /// (1,000).</summary>
    public int? Draws { get; init; }

    /// <summary>Whose score is explained: best, the class that the model gives (default), or label.</summary>
    public ExplainedClass? Class { get; init; }

    /// <summary>Chooses the sample and every random number; 0 when absent.</summary>
    public long? Seed { get; init; }

    /// <summary>The explanation with every default filled in.</summary>
    /// <param name="image">Index of the one image; null for a sample.</param>
    /// <exception cref="RefusalException">Something is out of its range; all of it is said.</exception>
    public ExplanationSpec Settle(int? image)
    {
        var errors = new FieldErrors();
        var method = Method ?? ExplanationSpec.IntegratedGradients;
        if (!ExplanationSpec.Methods.TryGetValue(method, out var usual))
            errors.Add("method", $"'{method}' is not one of {string.Join(", ", ExplanationSpec.Methods.Keys)}");
        else if (usual == 0 && Draws is not null)
            errors.Add("draws", $"'{method}' takes none");
        if (Draws is < 1 or > 20_000)
            errors.Add("draws", string.Create(CultureInfo.InvariantCulture, $"{Draws} is not in 1 … 20,000"));
        if (ModelIds.Count is < 1 or > 2 || ModelIds.Distinct().Count() != ModelIds.Count)
            errors.Add("modelIds", "one model, or two different ones, are expected");
        if (Image is null == Images is null)
            errors.Add("image", "either an image or a number of images is expected");
        var (draws, images) = (Draws ?? usual, Images ?? 1);
        if (images < 1 || images * ((long)draws + FixedAnswers) > MostAnswers)
            errors.Add(
                "images",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"at most {MostAnswers / (draws + FixedAnswers)} images with {draws} draws each"
                )
            );
        errors.ThrowIfAny(
            "explanation-invalid",
            "The explanation",
            "Correct the fields that 'errors' names, or leave them out for the defaults."
        );
        return new ExplanationSpec
        {
            Method = method,
            Draws = draws,
            Class = Class ?? ExplainedClass.Best,
            Image = image,
            Images = images,
            Seed = Seed ?? 0,
        };
    }
}
