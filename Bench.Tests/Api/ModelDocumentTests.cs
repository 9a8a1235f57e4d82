using Bench.Api.Leaderboard.Plans;
using Bench.Api.Reports;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Service.Datasets.Variants;

namespace Bench.Tests.Api;

/// <summary>What a model's numbers are cited by, and the head of its card.</summary>
public sealed class ModelDocumentTests
{
    [Fact]
    public void A_citation_follows_the_variant_and_the_labels_format_and_not_their_keys()
    {
        var text = BibTeX.Write(Report("val", "imagenet-v2-top-images", "my-labels", "real-json"));

        text.ShouldContain("@article{russakovsky2015imagenet,");
        text.ShouldContain("@inproceedings{recht2019imagenet,");
        text.ShouldContain("@article{beyer2020are,");
        text.ShouldNotContain("northcutt");
    }

    [Fact]
    public void A_model_over_a_custom_dataset_cites_itself_and_Bench()
    {
        var report = Report("photos", "custom", "original", "csv");

        var text = BibTeX.Write(report);

        text.ShouldStartWith(
            """
            @misc{resnet50a1100more2026-ID,
              title = {ResNet-50 \{a1\} 100\% \& more},
              year = {2026},
              howpublished = {\url{https://example.org/%7Bx%7D}},
              note = {resnet50, trained on ImageNet-1k, predictions only}
            }
            """.Replace("ID", report.Model.Id.ToString("N")[^6..], StringComparison.Ordinal)
        );
        text.ShouldContain("@misc{bench,");
        text.Count(letter => letter == '@').ShouldBe(2);
    }

    [Fact]
    public void A_card_shows_texts_as_they_are_and_links_to_the_source()
    {
        var card = ModelCard.Write(Report("photos", "custom", "original", "csv"), []);

        card.ShouldContain("# ResNet-50 {a1} 100% \\& more\n");
        card.ShouldContain("- **Source:** <https://example.org/%7Bx%7D>\n");
    }

    [Fact]
    public void Two_entries_of_one_name_may_be_cited_in_one_paper()
    {
        var keys = new[] { Report("val", "imagenet-val", "original", "csv"), Report("val", "imagenet-val", "original", "csv") }.Select(
            report => BibTeX.Write(report).Split('\n')[0]
        );

        keys.ShouldBeUnique();
    }

    [Fact]
    public void Names_of_other_scripts_have_citations_of_their_own_and_stand_in_the_head_as_they_are()
    {
        var (one, other) = (Report("val", "imagenet-val", "original", "csv"), Report("val", "imagenet-val", "original", "csv"));
        (one.Model.Name, other.Model.Name) = ("模型一 \"🐢\"", "模型二");

        BibTeX.Write(one).Split('\n')[0].ShouldNotBe(BibTeX.Write(other).Split('\n')[0]);
        ModelCard.Write(one, []).ShouldContain("- name: \"模型一 \\\"🐢\\\"\"\n");
    }

    [Theory]
    [InlineData("p < 1e−300 | a > b", @"p \textless{} 1e$-$300 \textbar{} a \textgreater{} b")]
    [InlineData(@"50 % of C:\a_b^{2} & ~$1 #3", @"50 \% of C:\textbackslash{}a\_b\textasciicircum{}\{2\} \& \textasciitilde{}\$1 \#3")]
    [InlineData("0.1–0.2 †1\nx", @"0.1--0.2 \dag{}1 x")]
    public void TeX_prints_what_a_text_says(string text, string tex) => LatexText.Plain(text).ShouldBe(tex);

    [Theory]
    [InlineData("*a* [b](http://c) <i>d</i> e|f", @"\*a\* \[b\](http://c) \<i\>d\</i\> e\|f")]
    [InlineData("R&lt;D ~~x~~ `y` ![z] #1\n- q", @"R\&lt;D \~\~x\~\~ \`y\` \!\[z\] \#1 - q")]
    public void Markdown_shows_what_a_text_says(string text, string markdown) => MarkdownText.Plain(text).ShouldBe(markdown);

    [Fact]
    public void Every_variant_but_custom_has_a_citation()
    {
        foreach (var variant in DatasetVariants.All)
            Citations.OfVariant(variant.Key).Any().ShouldBe(variant.Key != DatasetVariants.CustomKey, variant.Key);
        Citations
            .OfVariant("imagenet-c-bar")[0]
            .ShouldStartWith("@misc{imagenet-c-bar,\n  title = {Mintun et al., 2021, On Interaction Between Augmentations");
    }

    [Fact]
    public async Task The_head_of_a_card_is_YAML_that_model_hubs_read()
    {
        var python = await Command.RequirePythonWithAsync("yaml");
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["card.md"], ModelCard.Write(Report("val", "imagenet-val", "original", "csv"), []));

        var read = await Command.RunAsync(
            folder.Path,
            python,
            [
                "-c",
                """
                import json, yaml
                _, head, body = open("card.md", encoding="utf-8").read().split("---\n", 2)
                print(json.dumps(yaml.safe_load(head)))
                assert body.lstrip().startswith("# ResNet-50")
                """,
            ]
        );

        read.Trim()
            .ShouldBe(
                """
                {"license": "other", "license_name": "Own: 'licence'", "tags": ["image-classification", "bench"], "model-index": [{"name": "ResNet-50 {a1} 100% & more", "results": [{"task": {"type": "image-classification"}, "dataset": {"type": "imagenet-val", "name": "val, original labels"}, "metrics": [{"type": "accuracy", "name": "Top-1", "value": 0.7613}]}]}]}
                """.Trim()
            );
    }

    static ModelReport Report(string dataset, string variant, string labelSet, string format)
    {
        var (evaluation, labels) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        return new ModelReport
        {
            Model = new Model
            {
                Id = Guid.CreateVersion7(),
                Name = "ResNet-50 {a1} 100% & more",
                Architecture = "resnet50",
                TrainingData = "ImageNet-1k",
                Url = "https://example.org/{x}",
                License = "Own: 'licence'",
                CreatedAt = new DateTime(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc),
            },
            Children = [],
            Checks = [],
            Evaluations =
            [
                new(
                    evaluation,
                    dataset,
                    variant,
                    EvaluationState.Completed,
                    true,
                    [],
                    null,
                    new DateTime(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc)
                ),
            ],
            Scores = [new(evaluation, labels, "top1", 0.7613, 0.75, 0.77, 50_000)],
            Subjects = [new BoardSubject(Guid.CreateVersion7(), dataset, 50_000, labels, labelSet, 1, 50_000, 1)],
            LabelFormats = [format],
        };
    }
}
