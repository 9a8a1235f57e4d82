using Bench.Metrics.Clustered;
using Bench.Metrics.LabelErrors;
using Bench.Metrics.Predicted;

namespace Bench.Tests.Metrics.LabelErrors;

public class ConfidentLearningTests
{
    [Fact]
    public void Agrees_with_whole_matrix_NumPy()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("confident_learning", "cases"))
        {
            var found = ConfidentLearning.Find(Given.Logits(golden.Logits), Given.Labels(golden.Given));
            // The golden joint off its diagonal, cell by cell.
            foreach (var (given, row) in golden.Joint.Index())
            foreach (var (confident, images) in row.Index().Where(cell => cell.Index != given))
                found.Candidates.Count(c => (c.Given, c.Suggested) == (given, confident)).ShouldBe(images);
            found.Candidates.Select(static c => c.Image).ShouldBe(golden.Ranked);
            found.Candidates.Select(static c => c.Suggested).ShouldBe(golden.Suggested);
            found.Candidates.Select(static c => c.NormalisedMargin).ShouldBe(golden.Margin, 1e-6);
            found.Candidates.Select(static c => c.SelfConfidence).ShouldBe(golden.SelfConfidence, 1e-6);

            int n = golden.Given.Length;
            var agreement = CandidateAgreement.Measure(
                found.Candidates.Select(static c => c.Image),
                Bits.Where(n, i => golden.Reviewed[i]),
                Bits.Where(n, i => golden.Wrong[i])
            );
            (agreement.Hits, agreement.Flagged).ShouldBe((golden.Hits, golden.Flagged));
            if (agreement.Wrong > 0)
                agreement.AveragePrecision.ShouldBe(golden.AveragePrecision, 1e-12);
        }
    }

    /// <summary>Images 0 to 4 are copies of one picture with a wrong label, 5 is right and a candidate, 6 wrong and none.</summary>
    [Fact]
    public void Copies_of_a_picture_that_were_judged_alike_count_once()
    {
        var (all, wrong) = (Bits.Where(8, _ => true), Bits.Where(8, image => image is < 5 or 6));
        var pictures = new Clusters([0, 0, 0, 0, 0, 1, 2, 3], 4);

        var images = CandidateAgreement.Measure(Enumerable.Range(0, 6), all, wrong);
        var found = CandidateAgreement.Measure(Enumerable.Range(0, 6), all, wrong, pictures);

        (images.Hits, images.Flagged, images.Wrong, images.Reviewed).ShouldBe((5, 6, 6, 8));
        (found.Hits, found.Flagged, found.Wrong, found.Reviewed).ShouldBe((1, 2, 2, 4));
        (found.Precision, found.Recall, found.AveragePrecision).ShouldBe((0.5, 0.5, 0.5));
    }

    [Fact]
    public void Four_images_by_hand()
    {
        // p(0): 0.9, 0.8, 0.1 | 0.3 labelled 0, 0, 0 | 1, so t_0 = 0.6 and t_1 = 0.7. Image 2 is confidently 1 although labelled 0.
        var found = ConfidentLearning.Find(Probabilities([0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.3, 0.7]), Given.Labels(0, 0, 0, 1));
        var candidate = found.Candidates.ShouldHaveSingleItem();
        (candidate.Image, candidate.Given, candidate.Suggested).ShouldBe((2, 0, 1));
        candidate.SelfConfidence.ShouldBe(0.1, 1e-6);
        candidate.NormalisedMargin.ShouldBe(-0.8, 1e-6);
    }

    [Fact]
    public void A_head_that_holds_every_class_finds_what_all_logits_find()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("confident_learning", "cases"))
        {
            var (predictions, labels) = (Given.Logits(golden.Logits, head: golden.Logits[0].Length), Given.Labels(golden.Given));
            ConfidentLearning.FindInHead(predictions, labels).Candidates.ShouldBe(ConfidentLearning.Find(predictions, labels).Candidates);
        }
    }

    [Fact]
    public void With_the_best_class_alone_a_label_beyond_it_counts_as_nothing()
    {
        // Best classes 0, 0, 1 | 1 at 0.9, 0.8, 0.9 | 0.7 labelled 0, 0, 0 | 1: t_0 = 1.7 / 3, t_1 = 0.7. Image 2 is surer of 1 than that.
        var candidate = ConfidentLearning
            .FindInHead(Top1(Probabilities([0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.3, 0.7])), Given.Labels(0, 0, 0, 1))
            .Candidates.ShouldHaveSingleItem();
        (candidate.Image, candidate.Given, candidate.Suggested, candidate.SelfConfidence).ShouldBe((2, 0, 1, 0));
        candidate.NormalisedMargin.ShouldBe(-0.9, 1e-6);
        LabelDispute.MethodFor(PredictionContent.TopConfidence).ShouldBe(DisputeMethod.ConfidentHead);
        Should.Throw<ArgumentException>(() => ConfidentLearning.FindInHead(Given.Ranks(2, 0), Given.Labels(0)));
    }

    [Fact]
    public void Of_ranks_every_other_best_class_is_a_dispute_and_the_labels_place_its_margin()
    {
        var ranks = new Predictions
        {
            Count = 4,
            Classes = 4,
            HeadSize = 2,
            TopClass = new ushort[] { 0, 1, 1, 0, 2, 1, 3, 2 },
        };
        var found = LabelDispute.Find(ranks, Given.Labels(0, 0, 0, -1));
        found.Select(static c => (c.Image, c.Given, c.Suggested, c.NormalisedMargin)).ShouldBe([(2, 0, 2, -1), (1, 0, 1, -0.5)]);
        found.ShouldAllBe(static c => double.IsNaN(c.SelfConfidence));
        Should.Throw<ArgumentException>(() => RankDisagreement.Find(ranks, Given.Sets([0, 1], [0], [0], [0])));
        Should.Throw<ArgumentException>(() => RankDisagreement.Find(ranks, Given.Labels(0)));
    }

    [Fact]
    public void Models_that_name_one_class_weigh_more_than_models_that_only_agree_to_disagree()
    {
        LabelCandidate At(int image, int suggested) => new(image, 0, suggested, 0.1, -0.5);
        var ranked = LabelErrorConsensus.Combine([new([At(1, 1), At(2, 5)], 1), new([At(1, 2), At(2, 5)], 1), new([At(1, 3)], 1)]);
        ranked.Select(static c => (c.Image, c.Support > 0.9)).ShouldBe([(2, false), (1, true)]);
        ranked[0].Backing.ShouldBe(2.0 / 3, 1e-12);
    }

    [Fact]
    public void Excluded_images_and_classes_without_images_take_no_part()
    {
        var found = ConfidentLearning.Find(Probabilities([0.9, 0.1, 0], [0.2, 0.1, 0.7], [0.1, 0.2, 0.7]), Given.Labels(0, 0, -1));
        found.Images.ShouldBe(2);
        found.Candidates.ShouldBeEmpty();
    }

    [Fact]
    public void Sets_and_predictions_without_logits_are_refused()
    {
        Should.Throw<ArgumentException>(() => ConfidentLearning.Find(Probabilities([0.9, 0.1]), Given.Sets([0, 1])));
        Should.Throw<ArgumentException>(() => ConfidentLearning.Find(Given.Ranks(2, 0), Given.Labels(0)));
        Should.Throw<ArgumentException>(() => ConfidentLearning.Find(Probabilities([0.9, 0.1]), Given.Labels(0, 1)));
        ConfidentLearning.WhyMissing(PredictionContent.Head).ShouldNotBeNull();
    }

    [Fact]
    public void A_consensus_weighs_models_by_accuracy()
    {
        LabelCandidate At(int image, int suggested, double margin) => new(image, 0, suggested, 0.1, margin);
        var ranked = LabelErrorConsensus.Combine([
            new([At(5, 1, -0.9), At(7, 3, -0.2)], 0.8),
            new([At(5, 2, -0.5)], 0.5),
            new([At(5, 2, -0.1), At(9, 1, -0.7)], 0.4),
            new([], 0.3),
        ]);
        ranked.Select(static c => c.Image).ShouldBe([5, 7, 9]);
        ranked[0].Suggested.ShouldBe(2); // 0.5 + 0.4 against 0.8
        ranked[0].Support.ShouldBe(1.7 / 2.0, 1e-12);
        ranked[0].Agreement.ShouldBe(0.9 / 1.7, 1e-12);
        ranked[0].Models.ShouldBe(3);
        ranked[0].NormalisedMargin.ShouldBe((0.8 * -0.9 + 0.5 * -0.5 + 0.4 * -0.1) / 1.7, 1e-12);
        ranked[1].Support.ShouldBe(0.4, 1e-12);
    }

    [Fact]
    public void A_consensus_refuses_what_does_not_fit_together()
    {
        LabelCandidate candidate = new(1, 0, 2, 0.1, -0.5);
        LabelErrorConsensus.Combine([]).ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => LabelErrorConsensus.Combine([new([candidate], 0)]));
        Should.Throw<ArgumentException>(() => LabelErrorConsensus.Combine([new([candidate], double.NaN)]));
        Should.Throw<ArgumentException>(() => LabelErrorConsensus.Combine([new([candidate], 1), new([candidate with { Given = 3 }], 1)]));
        Should.Throw<ArgumentException>(() => LabelErrorConsensus.Combine([new([candidate, candidate], 1)]));
    }

    [Fact]
    public void The_published_candidates_are_right_as_often_as_their_reviewers_said()
    {
        var real = RealBoard.Require();
        var decided = Bits.Where(real.Count, image => real.Mislabelled[image] || real.Stands[image]);
        var agreement = CandidateAgreement.Measure(
            Enumerable.Range(0, real.Count).Where(image => decided[image]),
            decided,
            real.Mislabelled
        );
        agreement.Precision.ShouldBe(1_428.0 / (1_428 + 2_524), 1e-12);
        agreement.Recall.ShouldBe(1);
    }

    [Fact]
    public void Memorisation_stands_out_against_peers_of_like_accuracy()
    {
        MemorisationSubject[] board =
        [
            new(0.80, 60, 100),
            new(0.801, 20, 100),
            new(0.795, 24, 100),
            new(0.805, 22, 100),
            new(0.70, 90, 100),
        ];
        var check = MemorisationCheck.Of(board, 0);
        check.Peers.ShouldBe(3);
        check.PeerMean.ShouldBe(0.22, 1e-12);
        check.PeerDeviation.ShouldBe(0.02, 1e-12);
        check.Excess.ShouldBe(0.38, 1e-12);
        check.Deviations.ShouldBe(0.38 / (0.02 * Math.Sqrt(4.0 / 3)), 1e-9);
        MemorisationCheck.Of(board, 4).PeerMean.ShouldBe(double.NaN);
        Should.Throw<ArgumentOutOfRangeException>(() => MemorisationCheck.Of(board, 5));
    }

    [Fact]
    public void No_real_model_repeats_wrong_labels_much_more_than_its_peers()
    {
        var real = RealBoard.Require();
        var pruned = real.UnderPruned();
        var original = real.UnderOriginal();
        var board = pruned
            .Select(
                (model, i) =>
                    new MemorisationSubject(
                        model.Accuracy,
                        Enumerable.Range(0, real.Count).Count(image => real.Mislabelled[image] && original[i].Correct[image]),
                        1_428
                    )
            )
            .ToArray();
        for (var i = 0; i < board.Length; i++)
        {
            var check = MemorisationCheck.Of(board, i, window: 0.03);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{real.Names[i]}: {check.Rate:P1} against {check.PeerMean:P1} of {check.Peers} peers"
            );
            board[i].Rate.ShouldBeInRange(0.05, 0.6);
            if (check.Peers > 0)
                Math.Abs(check.Excess).ShouldBeLessThan(0.1);
        }
    }

    static Predictions Probabilities(params double[][] rows) =>
        Given.Logits([.. rows.Select(static row => Array.ConvertAll(row, static p => Math.Max(-60, Math.Log(p))))]);

    /// <summary>What a submission of the best class and its probability keeps.</summary>
    static Predictions Top1(Predictions all) =>
        all with
        {
            HeadSize = 1,
            TopClass = Enumerable.Range(0, all.Count).Select(i => all.TopClass.Span[i * all.HeadSize]).ToArray(),
            TopLogit = Enumerable.Range(0, all.Count).Select(i => all.TopLogit.Span[i * all.HeadSize]).ToArray(),
            Logits = default,
        };

    sealed record Golden(
        double[][] Logits,
        int[] Given,
        int[][] Joint,
        int[] Ranked,
        int[] Suggested,
        double[] Margin,
        double[] SelfConfidence,
        bool[] Wrong,
        bool[] Reviewed,
        int Hits,
        int Flagged,
        double AveragePrecision
    );
}
