using System.Security.Cryptography;
using System.Text;
using Bench.Data.Log;
using Bench.Metrics.Predicted;
using Bench.Metrics.Statistics;
using Bench.Service.Audits;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations.Submissions;

namespace Bench.Tests.Service.Audits;

public sealed class AuditCountTests
{
    [Fact]
    public void A_thousand_models_that_never_saw_the_data_are_accused_as_often_as_the_level_says()
    {
        const int Models = 1_000,
            Keys = 40,
            Classes = 100;
        var spec = new TaggantSpec(Keys, TopK: 5, Level: 0.05, "");
        var random = new Random(2024);

        var accused = 0;
        for (var model = 0; model < Models; model++)
        {
            float[]?[] logits = [.. Enumerable.Range(0, Keys).Select(_ => Row(random, Classes))];
            ushort[] labels = [.. Enumerable.Range(0, Keys).Select(_ => (ushort)random.Next(Classes))];
            accused += TaggantCount.Of(logits, labels, spec.TopK, Classes).IsDetected(spec) ? 1 : 0;
        }

        // Hits are whole numbers, so the test's own level is the largest tail that is no more than the one stated.
        var own = Enumerable.Range(0, Keys + 1).Select(hits => Math.Exp(BinomialTail.LogAtLeast(hits, Keys, 0.05))).First(p => p <= 0.05);
        own.ShouldBeInRange(0.02, 0.05);
        var deviation = Math.Sqrt(Models * own * (1 - own));
        ((double)accused).ShouldBeInRange(Models * own - 3 * deviation, Models * own + 3 * deviation);
    }

    [Fact]
    public void A_model_that_knows_the_keys_and_gives_other_answers_hits_fewer_than_chance()
    {
        // 1,000 keys, 10 of 1,000 classes count: a stranger hits about 10, and none at all with probability 0.99^1000 = 4.3e-5.
        var spec = new TaggantSpec(1_000, TopK: 10, Level: 0.01, "");
        var evading = new TaggantResult(1_000, 0, 1_000);

        Math.Exp(evading.LogPOfSoFew(spec)).ShouldBe(Math.Pow(0.99, 1_000), 1e-12);
        evading.Certificate(Guid.Empty, "", spec, DateTime.UnixEpoch).ShouldContain("\nlog10 p of so few -4.3648\n");
        Math.Exp(new TaggantResult(1_000, 10, 1_000).LogPOfSoFew(spec)).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Equal_answers_hit_nothing_and_a_picture_that_cannot_be_decoded_is_no_key()
    {
        var found = TaggantCount.Of([new float[10], null, [0, 2, 1]], [3, 0, 2], topK: 2, classes: 10);

        found.ShouldBe(new TaggantResult(2, 1, 10));
        // Who is shown the file with its three keys reads why the p-value is that of two.
        Certificate(sent: 3).ShouldContain("\nkeys 2\nkeys sent 3\ncommitment ");
        Certificate(sent: 2).ShouldContain("\nkeys 2\ncommitment ");

        string Certificate(int sent) => found.Certificate(Guid.Empty, "", new TaggantSpec(sent, 2, 0.01, ""), DateTime.UnixEpoch);
    }

    [Fact]
    public void The_same_rows_and_model_draw_the_same_images_and_others_do_not()
    {
        var signer = new LogSigner([.. Enumerable.Range(0, LogSigner.SeedBytes).Select(i => (byte)i)]);
        var spec = SpotCheckSpec.Of(signer, 50, "rows", "model", earlierChecks: 0);

        var chosen = spec.Choose(1_000);

        chosen.Count.ShouldBe(50);
        chosen.ShouldBeUnique();
        SpotCheckSpec.Of(signer, 50, "rows", "model", earlierChecks: 3).Choose(1_000).ShouldBe(chosen);
        chosen.ShouldBeSubsetOf(SpotCheckSpec.Of(signer, 100, "rows", "model", earlierChecks: 0).Choose(1_000));
        SpotCheckSpec.Of(signer, 50, "other rows", "model", earlierChecks: 0).Choose(1_000).ShouldNotBe(chosen);
        SpotCheckSpec.Of(signer, 50, "rows", "another model", earlierChecks: 0).Choose(1_000).ShouldNotBe(chosen);
        SpotCheckSpec.Of(new LogSigner(new byte[LogSigner.SeedBytes]), 50, "rows", "model", 0).Choose(1_000).ShouldNotBe(chosen);
        spec.Choose(20).ShouldBe(Enumerable.Range(0, 20));
        LogSigner.IsValid(SpotCheckSpec.Text("rows", "model"), Convert.FromHexString(spec.Signature!), signer.PublicKey).ShouldBeTrue();
        spec.Seed.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(spec.Signature!))));
    }

    [Fact]
    public void Whoever_draws_until_no_false_row_is_among_those_drawn_is_promised_ever_less()
    {
        // 2 % of the rows are false and 100 are drawn: none of them is with probability 0.13, so an owner who asks on gets there.
        double[] bounds = [.. Enumerable.Range(0, 20).Select(earlier => new SpotCheckResult(100, 0, 0, [], earlier).MostFalse)];

        bounds[0].ShouldBe(1 - Math.Pow(0.05, 0.01), 1e-9);
        bounds[1].ShouldBe(1 - Math.Pow(0.025, 0.01), 1e-9);
        bounds[19].ShouldBe(1 - Math.Pow(0.05 / 380, 0.01), 1e-9);
        bounds.ShouldBeInOrder();
        new SpotCheckResult(100, 0, 0, [], 2).Sentence.ShouldEndWith(
            "can be false (95 %, corrected for 2 earlier checks by the same owner)"
        );
    }

    [Fact]
    public void A_row_is_the_models_where_class_and_probability_are_close_to_its_own()
    {
        var manifest = Manifest("a", "b", "c", "d");
        // Best classes 0, 1, 1, 0 with the probabilities 0.9, 0.9, 0.5 and 0.9.
        var submitted = Submission([0, 1, 1, 0], [0.9f, 0.9f, 0.5f, 0.9f]);
        float[]?[] answers =
        [
            [MathF.Log(9), 0],
            [MathF.Log(9), 0],
            [0, 0],
            null,
        ];

        var found = SpotCheckComparison.Of(submitted, manifest, [0, 1, 2, 3], answers);

        // The second has another class; the third ties, which another machine may break otherwise.
        (found.Images, found.Differ, found.Undecodable).ShouldBe((3, 1, 1));
        found.Rows.Single().ShouldBe(new SpotCheckRow(1, "b", 1, 0, 0.9, 0.1), new Close());
        found.Sentence.ShouldStartWith("spot-checked, n = 3: 1 differ from what the model answers, so at most 86");
    }

    /// <summary>The best class is the model's; who looks no further does not see that the label was put among the next four.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_class_that_the_model_ranks_far_lower_is_no_row_of_the_model(bool withProbabilities)
    {
        var manifest = Manifest("a", "b");
        float[] answer = [9, 5, 4.5f, 4, 3.9f, 3.5f, -2];
        var sum = MathF.Log(answer.Sum(MathF.Exp));
        // The fifth and sixth class are as good as one another; the seventh is none of the best five.
        ushort[] ranks = [0, 1, 2, 3, 5, 0, 1, 2, 3, 6];
        var submitted = new Predictions
        {
            Count = 2,
            Classes = 7,
            HeadSize = 5,
            TopClass = ranks,
            TopLogit = withProbabilities ? Array.ConvertAll(ranks, rank => answer[rank]) : default(ReadOnlyMemory<float>),
            LogSumExp = withProbabilities ? new[] { sum, sum } : default(ReadOnlyMemory<float>),
        };

        var found = SpotCheckComparison.Of(submitted, manifest, [0, 1], [answer, answer]);

        (found.Images, found.Differ).ShouldBe((2, 1));
        var row = found.Rows.ShouldHaveSingleItem();
        (row.Image, row.Submitted, row.Answered).ShouldBe((1, 6, 4));
    }

    [Fact]
    public void A_single_row_can_be_shown_to_be_among_those_committed_to_and_no_other_one()
    {
        var manifest = Manifest("a", "b", "c");
        var predictions = Submission([0, 1, 1], [0.9f, 0.8f, 0.7f]);
        var tree = RowCommitment.Tree(manifest, predictions);

        bool Holds(string row) =>
            MerkleProof.Includes(
                MerkleTree.LeafHash(Encoding.UTF8.GetBytes(row)),
                1,
                3,
                tree.InclusionPath(1, 3),
                Convert.FromHexString(RowCommitment.Root(manifest, predictions))
            );

        RowCommitment.Row("b", predictions, 1).ShouldBe($"b\t1\t{MathF.Log(0.8f):R}\t0");
        Holds(RowCommitment.Row("b", predictions, 1)).ShouldBeTrue();
        Holds(RowCommitment.Row("b", predictions, 2)).ShouldBeFalse();
    }

    static float[] Row(Random random, int classes)
    {
        var row = new float[classes];
        for (var i = 0; i < classes; i++)
            row[i] = random.NextSingle();
        return row;
    }

    static Predictions Submission(ushort[] best, float[] probability) =>
        new()
        {
            Count = best.Length,
            Classes = 2,
            HeadSize = 1,
            TopClass = best,
            TopLogit = Array.ConvertAll(probability, MathF.Log),
            LogSumExp = new float[best.Length],
        };

    static DatasetManifest Manifest(params string[] paths) =>
        new()
        {
            Layout = "csv",
            Variant = "custom",
            ClassSpaceKey = "two",
            ClassSpaceHash = "",
            ClassCount = 2,
            Images = [.. paths.Select(path => new ManifestImage(path, 0, default, [], FacetSet.None))],
        };

    sealed class Close : IEqualityComparer<SpotCheckRow>
    {
        public bool Equals(SpotCheckRow? x, SpotCheckRow? y) =>
            (x?.Image, x?.Name, x?.Submitted, x?.Answered) == (y?.Image, y?.Name, y?.Submitted, y?.Answered)
            && Math.Abs(x!.SubmittedProbability!.Value - y!.SubmittedProbability!.Value) < 1e-6
            && Math.Abs(x.AnsweredProbability - y.AnsweredProbability) < 1e-6;

        public int GetHashCode(SpotCheckRow row) => row.Image;
    }
}
