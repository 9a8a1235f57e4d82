using System.Globalization;
using System.Text.RegularExpressions;
using Bench.Service.Datasets.Variants;
using Bench.Tests.Docs;

namespace Bench.Tests.Service.Datasets;

/// <summary>The table of docs/imagenet-family.md is made from the declarations.</summary>
public sealed partial class VariantTableTests
{
    [Fact]
    public void The_page_lists_every_variant_as_it_is_declared() => MadeTable.ShouldBeMade("imagenet-family.md", "variants", Table());

    [Fact]
    public void The_table_of_the_field_names_every_variant_and_no_other()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "imagenet-family.md"));
        var table = page[page.IndexOf("## Every set that the field uses", StringComparison.Ordinal)..];
        var named = table[..table.IndexOf("\n## ", 3, StringComparison.Ordinal)]
            .Split('\n')
            .Where(line => line.Split('|') is [_, _, " name ", ..])
            .SelectMany(line => Keys().Matches(line).Select(key => key.Groups[1].Value))
            .Where(key => !Notions.Contains(key))
            .Order(StringComparer.Ordinal);

        named
            .Distinct()
            .ShouldBe(
                DatasetVariants
                    .All.Select(variant => variant.Key)
                    .Where(key => key != DatasetVariants.CustomKey && !key.EndsWith("-generated", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
            );
    }

    /// <summary>What rows of the table name that is no variant.</summary>
    static readonly string[] Notions =
    [
        "yardstick",
        "mfr",
        "accuracy-drop",
        "auroc-class-mean",
        "fpr95-id-class-mean",
        "spurious-score",
        "spurious-auroc",
    ];

    [GeneratedRegex("`([a-z0-9.-]+)`")]
    private static partial Regex Keys();

    static string Table()
    {
        var rows = DatasetVariants
            .All.Where(variant => variant.Key != DatasetVariants.CustomKey)
            .Select(variant =>
                $"| `{variant.Key}` | {Pictures(variant)} | `{variant.Layout}` | {Rule(variant)} | {Clean(variant)} | {Terms(variant)} |"
            );
        return "| variant | pictures | layout | scored | compared with | terms, source, citation |\n|---|---|---|---|---|---|\n"
            + string.Join('\n', rows)
            + "\n";
    }

    static string Pictures(DatasetVariant variant) =>
        variant.Layout == "sequences" ? $"{variant.Corruptions.Count} perturbations"
        : variant.Corruptions.Count > 0
            ? $"{variant.Corruptions.Count} corruptions × {variant.LevelsFor(variant.Corruptions[0]).Count} levels"
        : (variant.Images ?? variant.Pictures)?.ToString("N0", CultureInfo.InvariantCulture) ?? "any number";

    static string Rule(DatasetVariant variant)
    {
        var over = variant switch
        {
            { OutOfDistribution: true } => "as out of distribution",
            { Classes: { } classes } => $"over `{classes}`",
            { Groups: { } groups } => $"over the groups of its authors' `{groups.File}`, by {groups.Rule}"
                + (groups.Rest ? "; an answer outside them is wrong" : ""),
            { Masked: true } => "over its own classes",
            _ => "over 1,000 classes",
        };
        return variant.Note is { } note ? $"{over}. {note}" : over;
    }

    static string Clean(DatasetVariant variant) => variant.CleanVariant is { } clean ? $"`{clean}`" : "";

    static string Terms(DatasetVariant variant) =>
        $"{variant.License}{(variant.Size is { } size ? $", {size}" : "")}; "
        + $"[{variant.Source!.Split('/')[2]}]({variant.Source}); {variant.Citation}";
}
