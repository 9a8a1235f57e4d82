using System.Text.Json;
using Bench.Data.Outcomes;
using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>Reads <c>imagenet_mturk.json</c>: <c>[{id, given_original_label, our_guessed_label, mturk: {given, guessed,
/// neither, both}}, …]</c>; other properties are left aside.</summary>
static class CleanlabReader
{
    const int Majority = 3;

    static readonly string[] Answers = ["given", "guessed", "neither", "both"];

    /// <summary>Reviews by val image number.</summary>
    public static Dictionary<int, CleanlabReview> Read(LabelFile file)
    {
        var json = file.Json();
        var (reviews, repeated) = (new Dictionary<int, CleanlabReview>(), new FirstTen());
        json.Expect(JsonTokenType.StartArray, "a list of reviews");
        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            json.Require(JsonTokenType.StartObject, "a review");
            var (id, review) = ReadReview(ref json, reviews.Count + 1);
            if (!reviews.TryAdd(id, review))
                repeated.Add($"{id}");
        }
        json.End();
        return repeated.Any
            ? throw new LabelSetException(
                LabelSetCodes.ImageRepeated,
                $"{file.Name} reviews {Counted.Of(repeated.Count, "image")} twice; their ids: {repeated}"
            )
            : reviews;
    }

    static (int Id, CleanlabReview Review) ReadReview(ref JsonInput json, int entry)
    {
        var (id, given, guessed, votes) = (-1, -1, -1, default(int[]));
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("id"u8))
                id = Number(ref json, "the image's number");
            else if (json.Is("given_original_label"u8))
                given = Number(ref json, "the original label");
            else if (json.Is("our_guessed_label"u8))
                guessed = Number(ref json, "the guessed label");
            else if (json.Is("mturk"u8))
                votes = ReadVotes(ref json);
            else
                json.Skip();
        }
        if (id is < 1 or > 50_000 || given is < 0 or > 999 || guessed is < 0 or > 999 || votes is null)
            throw json.Refusal(
                $"review {entry:N0} needs id (1 to 50,000), given_original_label and our_guessed_label (0 to 999), and mturk votes"
            );
        var winners = Enumerable.Range(0, votes.Length).Where(i => votes[i] >= Majority).ToArray();
        if (winners.Length > 1)
            throw json.Refusal($"review {entry:N0} has two majorities; five people voted once each");
        return (
            id,
            new CleanlabReview((ushort)given, (ushort)guessed, winners is [var winner] ? Answers[winner] : ExclusionReasons.NoMajority)
        );
    }

    static int[] ReadVotes(ref JsonInput json)
    {
        var votes = new int[Answers.Length];
        json.Expect(JsonTokenType.StartObject, "the votes");
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var answer = Array.IndexOf(Answers, json.Text("an answer"));
            if (answer < 0)
                throw json.Refusal("a vote is for given, guessed, neither or both");
            votes[answer] = Number(ref json, "a number of votes");
            if (votes[answer] < 0)
                throw json.Refusal("there are less than no votes");
        }
        return votes;
    }

    static int Number(ref JsonInput json, string what)
    {
        json.Read();
        return json.Number(what);
    }
}
